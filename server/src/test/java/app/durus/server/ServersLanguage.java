package app.durus.server;

import java.util.Locale;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Tests run in the language that {@link Main} gives its process, whatever the machine's is. */
public final class ServersLanguage implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Locale.setDefault(Locale.ROOT);
  }
}
