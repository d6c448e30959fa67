package app.durus.server.app;

import app.durus.server.http.BasePath;
import app.durus.server.shell.ShellHandler;
import app.durus.server.shell.TranslationsHandler;
import java.util.Locale;

/** The built frontend and its texts, and the path below which they are served. */
record BuiltApp(ShellHandler shell, TranslationsHandler translations, BasePath basePath) {

  static BuiltApp load(ClassLoader loader, BasePath basePath) {
    return new BuiltApp(
        ShellHandler.load(loader, ShellHandler.BUNDLE_FOLDER, basePath),
        TranslationsHandler.load(loader, TranslationsHandler.TEXTS_FOLDER, Locale.ENGLISH),
        basePath);
  }
}
