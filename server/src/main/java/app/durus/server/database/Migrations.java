package app.durus.server.database;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a database to the schema of this build by the numbered scripts in {@code db/}. Blocking.
 */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies what is missing; does nothing on a current database. Several instances may start at
   * once: Flyway's lock lets one of them do the work.
   *
   * @param jdbcUrl a JDBC address of a PostgreSQL database
   */
  public static void apply(String jdbcUrl, String user, String password) {
    scripts().dataSource(jdbcUrl, user, password).load().migrate();
  }

  /** The same, with the settings that the address asks for. */
  static void apply(DatabaseAddress address) {
    scripts()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .callbacks(new OnEachConnection(SessionSettings.forLongWork(address.settings())))
        .load()
        .migrate();
  }

  private static FluentConfiguration scripts() {
    return Flyway.configure(Migrations.class.getClassLoader()).locations("classpath:db");
  }

  /** Runs a statement on each connection that Flyway makes, before anything else. */
  private record OnEachConnection(String sql) implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.AFTER_CONNECT;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new FlywayException("PostgreSQL refuses the settings of a session", e);
      }
    }

    @Override
    public String getCallbackName() {
      return "session-settings";
    }
  }
}
