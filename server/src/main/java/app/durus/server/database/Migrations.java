package app.durus.server.database;

import org.flywaydb.core.Flyway;
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

  /**
   * The same, with the settings that the address asks for. Flyway's callback for it comes after
   * Flyway has looked for its schema, too late for a search path.
   */
  @SuppressWarnings("deprecation")
  static void apply(DatabaseAddress address) {
    scripts()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .initSql(SessionSettings.forLongWork(address.settings()))
        .load()
        .migrate();
  }

  private static FluentConfiguration scripts() {
    return Flyway.configure(Migrations.class.getClassLoader()).locations("classpath:db");
  }
}
