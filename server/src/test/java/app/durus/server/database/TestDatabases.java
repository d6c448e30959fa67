package app.durus.server.database;

import app.durus.server.database.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Opens external databases as a serving process does. */
public final class TestDatabases {

  /** An external database's owner gets no message. */
  private static final EmbeddedDatabase.Owner NOBODY =
      new EmbeddedDatabase.Owner() {
        @Override
        public void starts(EmbeddedDatabase database) {
          throw new AssertionError("an external database is not started");
        }

        @Override
        public void hears(String progress) {
          throw new AssertionError(progress);
        }

        @Override
        public void lost(String why) {
          throw new AssertionError(why);
        }
      };

  private TestDatabases() {}

  /**
   * @param wait the longest wait for the database
   * @param dataFolder of the process
   */
  public static Database open(DatabaseAddress address, Duration wait, Path dataFolder) {
    return Database.toServe(Optional.of(address), wait, dataFolder, Optional.empty(), NOBODY);
  }
}
