package app.durus.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as an operator meets it on the command line. */
class OperatorIT {

  @TempDir Path folder;

  @Test
  void saysHowItIsUsed() throws Exception {
    Product.Ended ended = Product.run(folder, Map.of(), "--help");

    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .contains("serve", "import <folder>", "PORT", "DATA_DIR", "DATABASE_URL");
  }

  @Test
  void aCommandThatDoesNotExistIsMisuse() throws Exception {
    Product.Ended ended = Product.run(folder, Map.of(), "sevre");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output()).startsWith("salafi-durus: no such command: sevre");
  }

  @Test
  void badConfigurationEndsWithOneLine() throws Exception {
    assertOneLine(
        Product.run(folder, Map.of("DATABASE_URL", "postgresql://a:b@localhost:1/x"), "serve"),
        "the database at localhost:1/x cannot be used");
    assertOneLine(
        Product.run(folder, Map.of("DATABASE_URL", "nonsense"), "serve"), "DATABASE_URL is not");
    assertOneLine(Product.run(folder, Map.of("PORT", "eighty"), "serve"), "PORT is not a number");
  }

  @Test
  void inABareLocaleANameOutsideOfAsciiIsRefusedWithOneLine() throws Exception {
    Map<String, String> bare = Map.of("LC_ALL", "C");
    assertOneLine(Product.run(folder, bare, "import", "دروس"), "set LC_ALL=C.UTF-8");
    assertOneLine(Product.run(Path.of("بيانات"), bare, "serve"), "DATA_DIR has a name");
  }

  @Test
  void beingServedAFolderIsImportedAndAppears() throws Exception {
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
      assertThat(catalogue(product)).contains("درس من عندي", "سلسلتي", "A Reader");

      Product.Ended again = product.run("import", recordings.toString());
      assertThat(again.output()).contains("Lectures: 1 as before");

      assertOneLine(product.run("import", folder.resolve("nowhere").toString()), "nowhere");
      assertOneLine(product.run("serve"), "another salafi-durus is using the data folder");
      assertOneLine(
          Product.run(
              folder.resolve("other"), Map.of("PORT", Integer.toString(product.port())), "serve"),
          "port " + product.port() + " is taken");

      product.stop();
      assertThat(product.hasDatabaseRunning()).as("a database left behind").isFalse();
    }
  }

  @Test
  void whoStopsListeningIsNoErrorInTheLog() throws Exception {
    Path recordings = folder.resolve("recordings");
    Path series = Files.createDirectories(recordings.resolve("A Reader/A Series"));
    // Longer than what a connection holds under way.
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

  /**
   * Silence that no other library holds: MPEG-1 Layer III frames, 64 kbit/s at 44.1 kHz, no tags.
   */
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
