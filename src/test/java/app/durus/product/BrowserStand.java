package app.durus.product;

import app.durus.server.simulation.PostgresProcess;
import app.durus.server.simulation.ProofTables;
import app.durus.server.simulation.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database, a server with the demo library, and the wire that browsers reach it by. */
final class BrowserStand implements AutoCloseable {

  private static final String HEAP = "256m";

  private final Path folder;
  private final PostgresProcess postgres;
  private final ServerProcess server;
  private final Wire wire;
  private ServerProcess next;

  private BrowserStand(Path folder, PostgresProcess postgres, ServerProcess server, Wire wire) {
    this.folder = folder;
    this.postgres = postgres;
    this.server = server;
    this.wire = wire;
  }

  static BrowserStand start(Path folder) throws IOException, InterruptedException, SQLException {
    PostgresProcess postgres = PostgresProcess.start(folder);
    ServerProcess server =
        ServerProcess.start(folder.resolve("server"), Optional.of(postgres.url()), HEAP, "--demo");
    Wire wire = new Wire(PostgresProcess.freePort(), server.uri());
    BrowserStand stand = new BrowserStand(folder, postgres, server, wire);
    stand.tables().installWitness();
    return stand;
  }

  Path folder() {
    return folder;
  }

  Wire wire() {
    return wire;
  }

  ProofTables tables() {
    return new ProofTables(postgres.jdbcUrl());
  }

  /** Published ones, in a fixed order. */
  List<Lecture> lectures() throws SQLException {
    List<Lecture> lectures = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT lecture.id, lecture.title, asset.duration_ms
                  FROM lecture JOIN audio_asset asset ON asset.id = lecture.primary_asset_id
                 WHERE lecture.published ORDER BY lecture.title
                """)) {
      while (rows.next()) {
        lectures.add(new Lecture(rows.getString(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return lectures;
  }

  /** What the server holds of a listener, by lecture. */
  Map<String, Standing> standings(String name) throws SQLException {
    Map<String, Standing> standings = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement =
            connection.prepareStatement(
                """
                SELECT state.lecture_id, position_ms, coalesce(completed, false),
                       coalesce(favorite, false)
                  FROM listening_state state JOIN listener ON listener.id = state.listener_id
                 WHERE listener.name = ?
                """)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          Long positionMs = rows.getObject(2, Long.class);
          standings.put(
              rows.getString(1), new Standing(positionMs, rows.getBoolean(3), rows.getBoolean(4)));
        }
      }
    }
    return standings;
  }

  @Override
  public void close() {
    wire.close();
    if (next != null) {
      next.close();
    }
    server.close();
    postgres.close();
  }
}
