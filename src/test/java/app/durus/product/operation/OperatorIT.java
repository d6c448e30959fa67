package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.server.Product;
import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.processes.PackagedJar;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as an operator uses it on the command line. */
class OperatorIT {

  @TempDir Path folder;

  @Test
  void helpIsPrinted() throws Exception {
    Product.Ended ended = Product.run(folder, Map.of(), "--help");

    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .contains("serve", "import <folder>", "PORT", "DATA_DIR", "DATABASE_URL");
  }

  @Test
  void anUnknownCommandIsRefused() throws Exception {
    Product.Ended ended = Product.run(folder, Map.of(), "sevre");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output().strip().lines())
        .containsExactly(
            "salafi-durus: no such command: sevre", "--help lists all commands and settings");
  }

  @Test
  void badConfigurationEndsWithOneLine() throws Exception {
    assertOneLine(
        Product.run(
            folder,
            Map.of("DATABASE_URL", "postgresql://a:b@localhost:1/x", "DATABASE_WAIT_SECONDS", "0"),
            "serve"),
        "the database at localhost:1/x cannot be used");
    assertOneLine(
        Product.run(folder, Map.of("DATABASE_URL", "nonsense"), "serve"), "DATABASE_URL is not");
    assertOneLine(
        Product.run(folder, Map.of("PORT", "eighty"), "serve"), "PORT is not a whole number");
  }

  @Test
  void aNonAsciiNameIsRefusedInAnAsciiLocale() throws Exception {
    Map<String, String> bare = Map.of("LC_ALL", "C");
    assertOneLine(Product.run(folder, bare, "import", "دروس"), "set LC_ALL=C.UTF-8");
    assertOneLine(Product.run(Path.of("بيانات"), bare, "serve"), "DATA_DIR has a name");
  }

  @Test
  void anImportAppearsOnTheRunningServer() throws Exception {
    Path recordings = folder.resolve("recordings");
    try (Product product = Product.start(folder.resolve("data"))) {
      assertThat(catalogue(product))
          .contains("Why Manners Come First")
          .doesNotContain("درس من عندي");

      Path series = Files.createDirectories(recordings.resolve("A Reader/سلسلتي"));
      Files.write(series.resolve("01 - درس من عندي.mp3"), untaggedRecording(400));
      Files.writeString(series.resolve("02 - broken.mp3"), "this is no recording");
      Product.Ended first = product.run("import", recordings.toString());
      assertThat(first.output()).contains("1 new").contains("02 - broken.mp3");
      assertThat(first.status()).isZero();
      assertThat(first.output()).contains("Data folder: " + product.dataFolder());
      assertThat(catalogue(product)).contains("درس من عندي", "سلسلتي", "A Reader");

      Product.Ended again = product.run("import", recordings.toString());
      assertThat(again.output()).contains("Lectures: 1 as before");

      refuseWrongCommands(product);

      product.stop();
      assertThat(product.hasDatabaseRunning()).as("a database left behind").isFalse();
    }
  }

  private void refuseWrongCommands(Product product) throws Exception {
    assertOneLine(product.run("import", folder.resolve("nowhere").toString()), "nowhere");
    assertOneLine(product.run("serve"), "another salafi-durus is using the data folder");
    Product.Ended second =
        Product.run(
            folder.resolve("other"), Map.of("PORT", Integer.toString(product.port())), "serve");
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.output().lines())
        .containsExactly(
            "salafi-durus: unpacking PostgreSQL",
            "salafi-durus: making the database",
            "salafi-durus: port " + product.port() + " is taken: set PORT to another one");
  }

  @Test
  void anImportIntoADataFolderThatNoServerUsesIsRefused() throws Exception {
    Path recordings = Files.createDirectories(folder.resolve("recordings/A Reader"));
    Files.write(recordings.resolve("01 - one.mp3"), untaggedRecording(400));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (Product product = Product.startEmpty(folder.resolve("data"))) {
      Product.Ended refused =
          Product.runElsewhere(
              elsewhere,
              Map.of("XDG_DATA_HOME", elsewhere.toString()),
              "import",
              recordings.getParent().toString());
      assertOneLine(refused, product.dataFolder().toString());
      assertThat(refused.output())
          .contains("a server runs with the data folder")
          .contains("this would go to " + elsewhere.resolve("salafi-durus"))
          .contains("set DATA_DIR");
      assertThat(elsewhere).isEmptyDirectory();

      // In the working directory of a former version, its data folder is found and named.
      Product.Ended found =
          Product.runElsewhere(folder, Map.of(), "import", recordings.getParent().toString());
      assertThat(found.output())
          .contains("using the data folder of this working directory, " + product.dataFolder())
          .contains("1 new")
          .contains("Data folder: " + product.dataFolder());
      assertThat(catalogue(product)).contains("A Reader");
    }
  }

  @Test
  void aKilledDatabaseRestartsWithAllAcknowledgedWrites() throws Exception {
    try (Product product = Product.start(folder.resolve("data"))) {
      String before = catalogue(product);
      assertThat(before).contains("Why Manners Come First");
      Path pidFile = product.dataFolder().resolve("postgres/postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Eventually.isTrue(
          "the log says that it is back", () -> product.log().contains("PostgreSQL is back"));
      Eventually.isTrue("the catalogue is there again", () -> catalogue(product).equals(before));
      product.stop();
      assertThat(product.hasDatabaseRunning()).isFalse();
    }
  }

  @Test
  void aServerWhoseDatabaseCannotRestartEndsWithOneLine() throws Exception {
    try (Product product = Product.startEmpty(folder.resolve("data"))) {
      Path cluster = product.dataFolder().resolve("postgres");
      String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst();
      Files.delete(cluster.resolve("global/pg_control"));
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      assertThat(product.awaitEnd()).isEqualTo(1);
      assertThat(product.log())
          .contains("salafi-durus: the embedded PostgreSQL is lost: ")
          .contains("could not open file");
    }
  }

  @Test
  void anInterruptedImportStopsItsDatabase() throws Exception {
    Path series = Files.createDirectories(folder.resolve("recordings/A Reader/A Series"));
    for (int i = 0; i < 20; i++) {
      Files.write(series.resolve(i + ".mp3"), untaggedRecording(100_000 + i));
    }
    Path data = folder.resolve("data");
    Process importing =
        PackagedJar.command(
                PackagedJar.PATH,
                List.of(),
                data,
                List.of("import", folder.resolve("recordings").toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("import.log").toFile())
            .start();
    try {
      Eventually.isTrue("the import copies recordings", () -> Files.exists(data.resolve("audio")));
      assertThat(EmbeddedDatabase.running(data)).isPresent();
      importing.destroy();
      assertThat(Eventually.ended("the import", importing)).isEqualTo(143);
      assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
      assertThat(folder.resolve("import.log")).content().doesNotContain("Exception");
    } finally {
      importing.destroyForcibly();
    }
  }

  @Test
  void aClientThatDisconnectsIsNoErrorInTheLog() throws Exception {
    Path recordings = folder.resolve("recordings");
    Path series = Files.createDirectories(recordings.resolve("A Reader/A Series"));
    // More bytes than a connection's buffers hold.
    Files.write(series.resolve("01 - long.mp3"), untaggedRecording(100_000));
    try (Product product = Product.start(folder.resolve("data"))) {
      assertThat(product.run("import", recordings.toString()).output()).contains("1 new");
      Matcher address =
          Pattern.compile("\"url\":\"([^\"]+)\",\"sha256\":\"\\w+\",\"sizeBytes\":20800000,")
              .matcher(catalogue(product));
      assertThat(address.find()).as(catalogue(product)).isTrue();
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket("localhost", product.port())) {
          String request = "GET /" + address.group(1) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          byte[] begun = socket.getInputStream().readNBytes(1_000 + i * 100_000);
          assertThat(new String(begun, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 200 ");
        }
      }
      product.stop();
      assertThat(product.log()).doesNotContain("ERROR", "WARN", "Broken pipe", "reset");
    }
  }

  private static void assertOneLine(Product.Ended ended, String message) {
    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().strip()).startsWith("salafi-durus: ").contains(message);
    assertThat(ended.output().strip().lines()).hasSize(1);
  }

  private static String catalogue(Product product) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create(product.url() + "/connect/CatalogueEndpoint/changes"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"cursor\":0}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Silence that no other library has: MPEG-1 Layer III frames, 64 kbit/s at 44.1 kHz, no tags. */
  private static byte[] untaggedRecording(int frames) {
    int frameBytes = 208;
    byte[] recording = new byte[frames * frameBytes];
    for (int frame = 0; frame < frames; frame++) {
      byte[] header = {(byte) 0xFF, (byte) 0xFB, (byte) 0x50, (byte) 0xC0};
      System.arraycopy(header, 0, recording, frame * frameBytes, header.length);
    }
    return recording;
  }
}
