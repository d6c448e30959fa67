package app.durus.server.app;

import app.durus.server.catalogue.importing.report.ImportProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints a line every ten seconds that tells the operator how far a long import has come. A short
 * import prints none. The lines do not go to the report's stream, which the operator may keep in a
 * file.
 */
final class ImportProgressText implements ImportProgress {

  private static final long INTERVAL_NS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private long lastNs;

  /**
   * @param nanoTime nanoseconds, as {@link System#nanoTime()} counts them
   */
  ImportProgressText(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.lastNs = nanoTime.getAsLong();
  }

  @Override
  public void through(Stage stage, int done, int of) {
    long now = nanoTime.getAsLong();
    if (now - lastNs >= INTERVAL_NS) {
      lastNs = now;
      String doing = stage == Stage.READING ? "Read" : "Kept";
      out.println(String.format(Locale.ENGLISH, "%s: %,d of %,d recordings", doing, done, of));
    }
  }
}
