package app.durus.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates a database to the schema of this build by the numbered scripts in {@code db/}. Blocking.
 */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies the missing migrations. Several instances may start at once: Flyway's lock lets one of
   * them migrate.
   *
   * @param jdbcUrl a JDBC address of a PostgreSQL database
   */
  public static void apply(String jdbcUrl, String user, String password) {
    scripts().dataSource(jdbcUrl, user, password).load().migrate();
  }

  /**
   * Like the other method, with the settings of the address.
   *
   * @param last the last migration to apply; empty for all
   */
  static void apply(DatabaseAddress address, Optional<String> last) {
    scripts().dataSource(dataSource(address)).target(last.orElse("latest")).load().migrate();
  }

  /** The last migration that was applied; empty text when none was. */
  static String version(DatabaseAddress address) {
    MigrationInfo current = scripts().dataSource(dataSource(address)).load().info().current();
    return current == null ? "" : current.getVersion().getVersion();
  }

  /** Connections for work without time limits, with the settings of the address. */
  static DataSource dataSource(DatabaseAddress address) {
    return new Configured(address);
  }

  /**
   * Connections with their settings from the start. Flyway's callback runs after Flyway has looked
   * for its schema, which is too late for a search path.
   */
  private static final class Configured extends PGSimpleDataSource {

    private final String settings;

    Configured(DatabaseAddress address) {
      this.settings = SessionSettings.forLongWork(address.settings());
      setURL(address.jdbcUrl());
      setUser(address.user());
      setPassword(address.password());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      Connection connection = super.getConnection(user, password);
      try (Statement statement = connection.createStatement()) {
        statement.execute(settings);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  private static FluentConfiguration scripts() {
    return Flyway.configure(Migrations.class.getClassLoader()).locations("classpath:db");
  }
}
