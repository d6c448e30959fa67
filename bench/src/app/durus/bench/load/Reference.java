package app.durus.bench.load;

import app.durus.bench.measure.Figures;
import app.durus.server.database.DatabaseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reference: plain SQL by pgbench, prepared, on the same database. */
public final class Reference {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final double SAMPLED = 0.1;

  private static final String ROW =
      """
      bench_id('0199f000', :listener), bench_id('0199f001', :lecture), %s, :position,
      bench_id('0199f002', :lecture), floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
      gen_random_uuid(), bench_id('0199f003', :listener)
      """;

  private static final String UPSERT =
      """
      INSERT INTO reference_state AS s (
        listener_id, lecture_id, revision, position_ms, position_asset_id, position_occurred_at,
        position_intent_id, position_device_id)
      %s
      ON CONFLICT (listener_id, lecture_id) DO UPDATE SET
        %sposition_ms = EXCLUDED.position_ms, position_asset_id = EXCLUDED.position_asset_id,
        position_occurred_at = EXCLUDED.position_occurred_at,
        position_intent_id = EXCLUDED.position_intent_id,
        position_device_id = EXCLUDED.position_device_id
      WHERE s.position_occurred_at IS NULL
        OR (EXCLUDED.position_occurred_at, EXCLUDED.position_intent_id)
          > (s.position_occurred_at, s.position_intent_id);
      """;

  /**
   * Where none is handed out. Nothing that two rows of one listener and lecture would have in
   * common: of two that are inserted at the same time, ON CONFLICT sees the one key only.
   */
  private static final String ANY_REVISION = "(random() * 9e15)::bigint";

  private final DatabaseAddress address;
  private final Population population;

  /**
   * @param perSecond transactions
   * @param p99Ms of a sample of them
   */
  public record Measured(double perSecond, double p50Ms, double p99Ms) {}

  public Reference(DatabaseAddress address, Population population) {
    this.address = address;
    this.population = population;
  }

  /** (a) One row, guarded by its stamp. It takes no revision and locks nothing before. */
  public Measured singleRow(int clients, int seconds) {
    return run(
        chosen()
            + oneLine(
                String.format(
                    Locale.ROOT,
                    UPSERT,
                    "VALUES (" + String.format(Locale.ROOT, ROW, ANY_REVISION) + ")",
                    "")),
        clients,
        seconds);
  }

  /** (c) The statements of one push, in one pipeline: lock, read, upsert, raise, commit. */
  public Measured onePush(int clients, int seconds) {
    String revision =
        "(SELECT revision + 1 FROM reference_ledger WHERE listener_id ="
            + " bench_id('0199f000', :listener))";
    return run(
        chosen()
            + "\\startpipeline\n"
            + "BEGIN;\n"
            + "SELECT revision FROM reference_ledger"
            + " WHERE listener_id = bench_id('0199f000', :listener) FOR UPDATE;\n"
            + "SELECT * FROM reference_state WHERE listener_id = bench_id('0199f000', :listener)"
            + " AND lecture_id = bench_id('0199f001', :lecture);\n"
            + oneLine(
                String.format(
                    Locale.ROOT,
                    UPSERT,
                    "VALUES (" + String.format(Locale.ROOT, ROW, revision) + ")",
                    "revision = EXCLUDED.revision, "))
            + "UPDATE reference_ledger SET revision = revision + 1"
            + " WHERE listener_id = bench_id('0199f000', :listener);\n"
            + "COMMIT;\n"
            + "\\endpipeline\n",
        clients,
        seconds);
  }

  /**
   * Rows by one statement each, for random listeners and consecutive lectures. The database makes
   * them itself, so that no client delays it.
   *
   * @param together how many lectures of a listener
   * @return statements, not rows
   */
  public Measured bulk(int rows, int together, int clients, int seconds) {
    String row =
        String.format(Locale.ROOT, ROW, ANY_REVISION)
            .replace(":listener", "listener")
            .replace(":lecture", ":lecture + place");
    String select =
        "SELECT "
            + row
            + " FROM generate_series(0, "
            + (rows / together - 1)
            + ") block, LATERAL (SELECT (:listener + block * 7919) % "
            + population.listeners()
            + " AS listener) AS chosen, generate_series(0, "
            + (together - 1)
            + ") place ORDER BY 1, 2";
    return run(
        String.format(
                Locale.ROOT,
                "\\set listener random(0, %d)\n\\set lecture random(0, %d)\n\\set position random(0, 3000000)\n",
                population.listeners() - 1,
                population.lectures() - together)
            + oneLine(
                UPSERT.replaceFirst("%s", Matcher.quoteReplacement(select)).replaceFirst("%s", "")),
        clients,
        seconds);
  }

  private String chosen() {
    return String.format(
        Locale.ROOT,
        "\\set listener random(0, %d)\n\\set lecture random(0, %d)\n\\set position random(0, 3000000)\n",
        population.listeners() - 1,
        population.lectures() - 1);
  }

  private static String oneLine(String sql) {
    return sql.strip().replaceAll("\\s+", " ") + "\n";
  }

  private Measured run(String script, int clients, int seconds) {
    try {
      Path folder = Files.createTempDirectory("durus-bench");
      Path file = Files.writeString(folder.resolve("script.sql"), script);
      List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
      command.addAll(List.of("-h", address.host(), "-p", Integer.toString(address.port())));
      command.addAll(List.of("-U", address.user(), "-c", Integer.toString(clients), "-j", "2"));
      command.addAll(List.of("-T", Integer.toString(seconds), "-f", file.toString()));
      command.addAll(List.of("-l", "--sampling-rate=" + SAMPLED, address.database()));
      ProcessBuilder pgbench =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      pgbench.environment().put("PGPASSWORD", address.password());
      Process process = pgbench.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher rate = RATE.matcher(output);
      if (process.waitFor() != 0 || !rate.find()) {
        throw new IllegalStateException("pgbench failed:\n" + output);
      }
      List<Double> latencies = latenciesMs(folder);
      return new Measured(
          Double.parseDouble(rate.group(1)),
          Figures.percentile(latencies, 0.5),
          Figures.percentile(latencies, 0.99));
    } catch (IOException e) {
      throw new IllegalStateException(
          "pgbench cannot be run; Debian has it in postgresql-contrib or postgresql-15", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The third column of pgbench's log, in microseconds. */
  private static List<Double> latenciesMs(Path folder) throws IOException {
    List<Double> latencies = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().contains("pgbench_log")).toList()) {
        for (String line : Files.readAllLines(log)) {
          latencies.add(Double.parseDouble(line.split(" ")[2]) / 1_000);
        }
        Files.delete(log);
      }
    }
    latencies.sort(Comparator.naturalOrder());
    return latencies;
  }
}
