package app.durus.proof.upgrade;

import app.durus.server.database.Database;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A database of each released schema with rows in it. The present migrations must keep every value
 * of every column, and the packaged server must serve the states to the session of then.
 */
final class SchemaUpgrades implements AutoCloseable {

  private final Path folder;
  private final PostgresProcess postgres;
  private int made;

  SchemaUpgrades(Path folder) {
    this.folder = folder;
    postgres = PostgresProcess.start(folder.resolve("postgres"));
  }

  /**
   * Upgrades one version.
   *
   * @param served whether the packaged server serves it afterwards too
   * @return what was lost; empty when nothing was
   */
  List<String> upgrade(String version, SplittableRandom random, boolean served) throws Exception {
    String name = "v" + version + "_" + made++;
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    List<String> faults = new ArrayList<>();
    TableContents before;
    try (Database database = open(name, version)) {
      try (Connection connection = database.jdbcConnection()) {
        ReleasedSchema.fill(connection, version, random);
        before = TableContents.read(connection);
      }
      database.migrate();
      try (Connection connection = database.jdbcConnection()) {
        faults.addAll(before.differences(TableContents.read(connection)));
      }
    }
    if (served && ReleasedSchema.hasListening(version)) {
      faults.addAll(serve(name, before));
    }
    faults.replaceAll(fault -> "schema " + version + ": " + fault);
    return faults;
  }

  private Database open(String name, String version) {
    return Database.toRestore(
        Optional.of(DatabaseAddress.parse(postgres.url(name))),
        Duration.ofMinutes(1),
        folder,
        Optional.empty(),
        null,
        version);
  }

  private List<String> serve(String name, TableContents before) throws Exception {
    int port = Ports.free();
    Path log = folder.resolve(name + ".log");
    ProcessBuilder serve =
        PackagedJar.command(
            PackagedJar.PATH, List.of("-Xmx256m"), folder.resolve(name), List.of("serve"));
    serve.environment().put("DATABASE_URL", postgres.url(name));
    serve.environment().put("PORT", Integer.toString(port));
    Process server = Processes.start(serve, log);
    try (ServedStates device = new ServedStates(port)) {
      PackagedJar.awaitServing(server, port, log);
      device.continueSession(ReleasedSchema.TOKEN, ReleasedSchema.LISTENER);
      return differences(before, device.states());
    } finally {
      Processes.stop(server);
    }
  }

  /** Compares what was written with what is served. */
  private static List<String> differences(TableContents before, Map<String, JsonNode> states) {
    Map<String, List<String>> rows = before.tables().get("listening_state");
    List<String> lectures = rows.get("lecture_id");
    List<String> faults = new ArrayList<>();
    for (int row = 0; row < lectures.size(); row++) {
      JsonNode state = states.get(lectures.get(row));
      if (state == null) {
        faults.add("lecture " + lectures.get(row) + " is not served");
        continue;
      }
      compare(rows, row, "position_ms", state.at("/position/positionMs"), faults);
      compare(rows, row, "position_asset_id", state.at("/position/audioAssetId"), faults);
      compare(rows, row, "position_occurred_at", state.at("/position/occurredAt"), faults);
      compare(rows, row, "position_intent_id", state.at("/position/intentId"), faults);
      compare(rows, row, "completed", state.at("/completion/completed"), faults);
      compare(rows, row, "completion_occurred_at", state.at("/completion/occurredAt"), faults);
      compare(rows, row, "favorite", state.at("/favorite/favorite"), faults);
      compare(rows, row, "favorite_occurred_at", state.at("/favorite/occurredAt"), faults);
    }
    return faults;
  }

  private static void compare(
      Map<String, List<String>> rows,
      int row,
      String column,
      JsonNode served,
      List<String> faults) {
    String written = rows.get(column).get(row);
    String shown = served.isMissingNode() || served.isNull() ? null : served.asText();
    if (column.equals("completed") || column.equals("favorite")) {
      written = written == null ? null : Boolean.toString(written.equals("t"));
    }
    if (written == null ? shown != null : !written.equals(shown)) {
      faults.add(column + " was " + written + " and is served as " + shown);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    postgres.close();
  }
}
