package app.durus.proof.upgrade;

import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.ProofFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * {@code proof/upgrade}: rows of every released schema, and a data folder of the embedded
 * PostgreSQL one major version before, keep every state when the present program takes them over.
 * The seed decides the rows.
 */
final class UpgradeProof {

  private static final List<String> PARTS = List.of("schemas", "major");

  private final ProofOptions options;
  private final List<String> faults = new ArrayList<>();
  private int schemas;
  private int majors;

  private UpgradeProof(ProofOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    UpgradeProof proof = new UpgradeProof(ProofOptions.of(PARTS, arguments));
    ProofLog log = new ProofLog("upgrade");
    long first = proof.options.from(log);
    long next = first;
    Instant begun = Instant.now();
    Instant until = begun.plus(proof.options.time());
    try (ProofFolder folder = new ProofFolder()) {
      do {
        proof.round(folder.path().resolve("seed-" + next), next++);
      } while (proof.faults.isEmpty() && !proof.options.single() && Instant.now().isBefore(until));
    }
    proof.faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        proof.options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d schemas and %d former PostgreSQL upgraded, %d faults",
            proof.schemas,
            proof.majors,
            proof.faults.size()));
    System.exit(proof.faults.isEmpty() ? 0 : 1);
  }

  private void round(Path folder, long seed) throws Exception {
    if (options.wants("schemas")) {
      List<String> versions = ReleasedSchema.versions();
      try (SchemaUpgrades upgrades = new SchemaUpgrades(folder.resolve("schemas"))) {
        for (String version : versions) {
          // Within a minute there is time to serve the oldest only.
          boolean served = !options.brief() || version.equals("3");
          add(seed, upgrades.upgrade(version, new SplittableRandom(seed), served));
          schemas++;
        }
      }
    }
    if (options.wants("major")) {
      if (MajorUpgrade.isPossible()) {
        add(seed, new MajorUpgrade(folder.resolve("major")).run(new SplittableRandom(seed)));
        majors++;
      } else {
        System.out.println(
            "proof/upgrade: the part major needs the former PostgreSQL of a Linux on"
                + " amd64; it was left out");
      }
    }
  }

  private void add(long seed, List<String> found) {
    found.forEach(fault -> faults.add("seed " + seed + ": " + fault));
  }
}
