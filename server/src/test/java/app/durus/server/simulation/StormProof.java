package app.durus.server.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code proof/storm}: the app's own core on several devices, in Node, against the packaged server
 * and PostgreSQL. This half starts the server and keeps it running between storms, does to it what
 * the storm asks for by a line on its standard output ({@code frontend/simulation/stand.ts}), and
 * writes the run down. The storms themselves, and what must hold after each, are TypeScript.
 */
final class StormProof implements AutoCloseable {

  private static final String HEAP = "256m";
  private static final int BRIEFLY = 200;
  private static final Path PROGRAM = Path.of("target", "storm.mjs");

  private final PostgresProcess postgres;
  private final ServerProcess server;
  private final StormTables tables;

  /** What the database takes for the time. */
  private final Path clock;

  private StormProof(Path folder) throws Exception {
    postgres = PostgresProcess.start(folder);
    server = ServerProcess.start(folder.resolve("server"), Optional.of(postgres.url()), HEAP);
    new ProofTables(postgres.jdbcUrl()).stock();
    tables = new StormTables(postgres.jdbcUrl());
    clock = Files.writeString(folder.resolve("clock"), "0".repeat(20));
    tables.install(clock);
    // The connections of the first start still go by PostgreSQL's own clock.
    server.kill();
    server.startAgain();
  }

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    boolean holds;
    try (ProofFolder folder = new ProofFolder();
        StormProof proof = new StormProof(folder.path())) {
      holds = proof.run(options);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("storm");
    Instant begun = Instant.now();
    long first = options.from(log);
    long count = options.single() ? 1 : options.brief() ? BRIEFLY : 0;
    long until = count > 0 ? 0 : begun.plus(options.time()).toEpochMilli();
    Process storms = start(first, count, until);
    String[] ended = serve(storms).split(" ", 3);
    log.end(options, first, Long.parseLong(ended[0]), begun, ended[2]);
    return ended[1].equals("0");
  }

  private Process start(long first, long count, long until) throws IOException {
    return Processes.start(
        new ProcessBuilder(
                "node",
                PROGRAM.toString(),
                clock.toString(),
                Integer.toString(server.port()),
                Long.toString(first),
                Long.toString(count),
                Long.toString(until))
            .redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** Answers what the storms ask until they end; answers their figures. */
  private String serve(Process storms) throws Exception {
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(storms.getInputStream(), StandardCharsets.UTF_8));
        Writer answers = new OutputStreamWriter(storms.getOutputStream(), StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("? ")) {
          List<String> words = List.of(line.split(" "));
          String answer = answer(words.get(2), words.subList(3, words.size()));
          answers.write(words.get(1) + " " + answer + "\n");
          answers.flush();
        } else if (line.startsWith("= ")) {
          return line.substring(2);
        } else {
          System.out.println(line);
        }
      }
    }
    throw new IllegalStateException("the storms ended without a word");
  }

  private String answer(String asked, List<String> words)
      throws SQLException, IOException, InterruptedException {
    switch (asked) {
      case "snapshot" -> tables.snapshot(words);
      case "restore" -> tables.restore(words);
      case "kill" -> server.kill();
      case "start" -> server.startAgain();
      case "listeners" -> {
        return tables.signUp(Integer.parseInt(words.getFirst()), Integer.parseInt(words.get(1)));
      }
      default -> throw new IllegalArgumentException(asked);
    }
    return "done";
  }

  @Override
  public void close() throws SQLException {
    tables.close();
    server.close();
    postgres.close();
  }
}
