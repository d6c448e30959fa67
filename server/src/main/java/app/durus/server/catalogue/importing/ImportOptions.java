package app.durus.server.catalogue.importing;

/**
 * The options of an import.
 *
 * @param check report what an import would do, and write nothing
 * @param withdraw withdraw lectures whose files are gone, however many they are
 */
public record ImportOptions(boolean check, boolean withdraw) {

  public static final ImportOptions USUAL = new ImportOptions(false, false);
}
