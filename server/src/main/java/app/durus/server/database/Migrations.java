package app.durus.server.database;

import org.flywaydb.core.Flyway;

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
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(jdbcUrl, user, password)
        .locations("classpath:db")
        .load()
        .migrate();
  }
}
