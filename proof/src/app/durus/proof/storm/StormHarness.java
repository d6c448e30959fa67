package app.durus.proof.storm;

import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A packaged server with its own database and clock, which runs from storm to storm, and a Node
 * process that plays the storms. Node sends requests as lines on its standard output and reads the
 * answers from its standard input ({@code frontend/simulation/harness.ts}).
 */
final class StormHarness implements AutoCloseable {

  private static final String HEAP = "256m";

  /**
   * Storms make many short-lived objects. With a large young generation few of them are ever
   * copied.
   */
  private static final String YOUNG_SPACE = "--max-semi-space-size=64";

  private static final Path PROGRAM = Path.of("target", "storm.mjs");

  private final ServerProcess server;
  private final StormTables tables;

  /** The database's time. */
  private final Path clock;

  private StormHarness(ServerProcess server, StormTables tables, Path clock) {
    this.server = server;
    this.tables = tables;
    this.clock = clock;
  }

  static StormHarness start(PostgresProcess postgres, Path folder, String database)
      throws IOException, InterruptedException, SQLException {
    StormTables.createDatabase(postgres.jdbcUrl(), database);
    String jdbcUrl = postgres.jdbcUrl(database);
    ServerProcess server =
        ServerProcess.start(folder.resolve(database), Optional.of(postgres.url(database)), HEAP);
    new ProofTables(jdbcUrl).stock();
    Path clock = Files.writeString(folder.resolve(database + ".clock"), "0".repeat(20));
    StormTables tables = new StormTables(jdbcUrl);
    tables.install(database, clock);
    // The connections of the first start still use PostgreSQL's own clock.
    server.startCheaplyFromNowOn();
    return new StormHarness(server, tables, clock);
  }

  /**
   * Plays storms until there are no more seeds, or one diverged.
   *
   * @param seeds empty at the end
   * @param alsoFailedOnce whether the seeds that failed in the past are played first
   */
  StormFigures play(Supplier<Optional<Long>> seeds, boolean alsoFailedOnce) throws Exception {
    Process storms =
        Processes.start(
            new ProcessBuilder(
                    "node",
                    YOUNG_SPACE,
                    PROGRAM.toString(),
                    clock.toString(),
                    Integer.toString(server.port()),
                    alsoFailedOnce ? "again" : "new")
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(storms.getInputStream(), StandardCharsets.UTF_8));
        Writer answers = new OutputStreamWriter(storms.getOutputStream(), StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("? ")) {
          List<String> words = List.of(line.split(" "));
          String answer = answer(seeds, words.get(2), words.subList(3, words.size()));
          answers.write(words.get(1) + " " + answer + "\n");
          answers.flush();
        } else if (line.startsWith("= ")) {
          return StormFigures.of(line.substring(2));
        } else {
          System.out.println(line);
        }
      }
    }
    throw new IllegalStateException("the process of the storms ended without a result");
  }

  private String answer(Supplier<Optional<Long>> seeds, String asked, List<String> words)
      throws SQLException, IOException, InterruptedException {
    switch (asked) {
      case "snapshot" -> tables.snapshot(words);
      case "restore" -> tables.restore(words);
      case "kill" -> server.kill();
      case "start" -> server.startAgain();
      case "seed" -> {
        return seeds.get().map(seed -> Long.toString(seed)).orElse("none");
      }
      case "listeners" -> {
        return tables.signUp(Integer.parseInt(words.getFirst()), Integer.parseInt(words.get(1)));
      }
      default -> throw new IllegalArgumentException("unknown request of the storms: " + asked);
    }
    return "done";
  }

  @Override
  public void close() throws SQLException {
    tables.close();
    server.close();
  }
}
