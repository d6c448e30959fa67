package app.durus.server.app;

import app.durus.server.shell.ShellHandler;
import app.durus.server.shell.TranslationsHandler;
import java.util.Locale;

/** The built frontend and its texts. */
record BuiltApp(ShellHandler shell, TranslationsHandler translations) {

  static BuiltApp load(ClassLoader loader) {
    return new BuiltApp(
        ShellHandler.load(loader, ShellHandler.BUNDLE_FOLDER),
        TranslationsHandler.load(loader, TranslationsHandler.TEXTS_FOLDER, Locale.ENGLISH));
  }
}
