package app.durus.server;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.DemoLibrary;
import app.durus.server.catalogue.ImportFolder;

/** Gives a new installation something to listen to. */
final class DemoImport {

  private static final String FOLDER = "demo-library";

  private DemoImport() {}

  /** Imports the demo library, unless any folder was ever imported. Blocking. */
  static void whereNothingIsYet(
      Catalogue catalogue, DemoLibrary demo, ImportFolder importer, Configuration configuration) {
    if (catalogue.isUntouched().await()) {
      demo.unpackTo(configuration.dataFolder().resolve(FOLDER)).compose(importer::run).await();
    }
  }
}
