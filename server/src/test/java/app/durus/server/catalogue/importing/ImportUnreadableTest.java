package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.Main;
import app.durus.server.database.TestDatabase;
import app.durus.server.waiting.Eventually;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Files and folders that the operator's account may not read. The import is a process of its own,
 * because root may read everything, and gives this right up for the process.
 */
class ImportUnreadableTest extends FolderImportFixture {

  private static final int PARTIAL = 4;

  private static final List<String> WITHOUT_ROOTS_RIGHTS =
      List.of(
          "setpriv",
          "--bounding-set=-dac_override,-dac_read_search",
          "--inh-caps=-dac_override,-dac_read_search");

  @Test
  void whatCannotBeReadIsToldAndItsLecturesStay(TestDatabase database) throws Exception {
    assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
    write("A/S/01 - One.mp3");
    Path two = write("A/Two.mp3");
    write("B/Three.mp3");
    write("C/Four.mp3");
    Path corrections = Files.writeString(folder.resolve("B/durus.yaml"), "scholar: {name: Bakr}");
    run();
    Map<String, Lecture> before = lectures();
    List<Path> closed = List.of(folder.resolve("A/S"), two, corrections);

    JsonObject report;
    try {
      for (Path each : closed) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
      }
      report = importedByAnOperator(database);
    } finally {
      for (Path each : closed) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
      }
    }

    assertThat(report.getJsonArray("problems").stream().map(JsonObject.class::cast))
        .extracting(each -> each.getString("file"), each -> each.getBoolean("failed"))
        .containsExactly(tuple("A/S", true), tuple("A/Two.mp3", true), tuple("B/durus.yaml", true));
    assertThat(report.getJsonObject("lectures").getInteger("withdrawn")).isZero();
    assertThat(report.getJsonObject("lectures").getInteger("asBefore")).isEqualTo(4);
    assertThat(lectures()).isEqualTo(before);
    assertThat(run().changedAnything()).isFalse();
  }

  /** The report of an import that has to end with {@link #PARTIAL}. */
  private JsonObject importedByAnOperator(TestDatabase database) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      List<String> tried = new ArrayList<>(WITHOUT_ROOTS_RIGHTS);
      tried.add("true");
      assumeTrue(
          Eventually.ended("setpriv", new ProcessBuilder(tried).start()) == 0,
          "root cannot give its rights up here");
      command.addAll(WITHOUT_ROOTS_RIGHTS);
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "import",
            "--json",
            folder.toString()));
    Path out = temporary.resolve("report.json");
    Path log = temporary.resolve("import.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile());
    builder.environment().put("DATA_DIR", temporary.resolve("data").toString());
    builder.environment().put("DATABASE_URL", url(database));
    int status = Eventually.ended("the import", builder.start());
    assertThat(status).as(() -> text(log)).isEqualTo(PARTIAL);
    return new JsonObject(text(out));
  }

  private static String url(TestDatabase database) {
    return String.format(
        Locale.ROOT,
        "postgresql://%s:%s@%s:%d/%s",
        database.user(),
        database.password(),
        database.host(),
        database.port(),
        database.name());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
