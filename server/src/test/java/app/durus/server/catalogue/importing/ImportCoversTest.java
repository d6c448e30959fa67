package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.covers.CoverRoutes;
import app.durus.server.covers.CoverStore;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.images.ArtworkFactory;
import org.junit.jupiter.api.Test;

/** Pictures, from the operator's folder to the browser. */
class ImportCoversTest extends FolderImportFixture {

  @Test
  void aPictureInTheFolderBecomesTheCoverOfTheSeries() throws Exception {
    write("A/S/One.mp3");
    Files.write(folder.resolve("A/S/Cover.JPG"), picture(1, "jpeg"));
    assertThat(run().problems()).isEmpty();
    assertThat(changes().series())
        .singleElement()
        .satisfies(series -> assertThat(series.cover()).matches("covers/[0-9a-f]{64}"));
    assertThat(lectures().get("One").cover()).isNull();
  }

  @Test
  void embeddedPicturesOfEachFormatAreFound() throws Exception {
    write("A/S/1 One.mp3");
    embed("A/S/1 One.mp3", picture(1, "png"));
    TestAudio.write(folder.resolve("A/S/2 Two.m4a"), TestAudio.speech("04.m4a"));
    embed("A/S/2 Two.m4a", picture(2, "jpeg"));
    for (String kind : new String[] {"opus", "flac"}) {
      try (var in = TestAudio.class.getResourceAsStream("small." + kind)) {
        TestAudio.write(folder.resolve("A/S/3 Three." + kind), in.readAllBytes());
      }
    }
    assertThat(run().problems()).isEmpty();
    // The series has the first lecture's picture. The others have their own; two of them share one.
    var page = changes();
    String first = page.series().getFirst().cover();
    assertThat(page.lectures())
        .extracting(Lecture::cover)
        .filteredOn(cover -> cover != null)
        .hasSize(3)
        .doesNotContain(first)
        .satisfies(others -> assertThat(new java.util.HashSet<>(others)).hasSize(2));
  }

  @Test
  void theFrontCoverIsPreferredToAnIconInAnyOrder() throws Exception {
    write("Icons/S/1 One.mp3");
    for (int kind : new int[] {1, 3}) {
      embed("Icons/S/1 One.mp3", picture(kind, "png"), kind);
    }
    write("Icons/T/1 One.mp3");
    embed("Icons/T/1 One.mp3", picture(1, "png"), 1);
    run();
    CoverStore store = new CoverStore(covers);
    assertThat(coversOfSeries())
        .containsEntry("S", "covers/" + store.check(picture(3, "png")))
        .containsEntry("T", "covers/" + store.check(picture(1, "png")));
  }

  @Test
  void aPictureOfEachNameIsUsedOrReported() throws Exception {
    for (String name : new String[] {"cover.gif", "albumart.jpg", "Folder.PNG", "front.jpeg"}) {
      write("Names/" + name + "/1 One.mp3");
      String format = name.replaceAll(".*[.]", "").replace("jpg", "jpeg");
      Files.write(folder.resolve("Names/" + name + "/" + name), picture(1, format));
    }
    write("Names/webp/1 One.mp3");
    Files.writeString(folder.resolve("Names/webp/cover.webp"), "RIFF\0\0\0\0WEBPVP8 ");
    write("Names/Book/CD1/1 One.mp3");
    write("Names/Book/CD2/1 Two.mp3");
    Files.write(folder.resolve("Names/Book/cover.jpg"), picture(2, "jpeg"));
    assertThat(run().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.file()).isEqualTo("Names/webp/cover.webp"));
    Map<String, String> shown = coversOfSeries();
    assertThat(shown.get("webp")).isNull();
    shown.remove("webp");
    assertThat(shown).hasSize(5).doesNotContainValue(null);
  }

  private Map<String, String> coversOfSeries() {
    Map<String, String> shown = new HashMap<>();
    changes().series().forEach(series -> shown.put(series.title(), series.cover()));
    return shown;
  }

  @Test
  void aPictureBesideASingleLectureBecomesItsCover() throws Exception {
    write("A/One.mp3");
    Files.write(folder.resolve("A/folder.png"), picture(1, "png"));
    run();
    assertThat(lectures().get("One").cover()).isNotNull();
  }

  @Test
  void thePictureInDurusYamlWins() throws Exception {
    write("A/S/One.mp3");
    embed("A/S/One.mp3", picture(1, "png"));
    Files.write(folder.resolve("A/S/cover.png"), picture(2, "png"));
    Files.write(folder.resolve("A/S/mine.png"), picture(3, "png"));
    Files.write(folder.resolve("A/S/yours.png"), picture(4, "png"));
    run();
    String embedded = lectures().get("One").cover();
    String beside = changes().series().getFirst().cover();
    Files.writeString(
        folder.resolve("A/S/durus.yaml"),
        "series: {cover: mine.png}\nlectures: [{file: One.mp3, cover: yours.png}]");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures().get("One").cover()).isNotNull().isNotIn(embedded, beside);
    assertThat(changes().series().getFirst().cover()).isNotNull().isNotIn(embedded, beside);
  }

  @Test
  void anInvalidPictureIsReportedAndTheRecordingIsImported() throws Exception {
    write("A/One.mp3");
    Files.write(folder.resolve("A/cover.jpg"), new byte[100]);
    Files.writeString(
        folder.resolve("A/durus.yaml"), "lectures: [{file: One.mp3, cover: nowhere.png}]");
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/cover.jpg", "A/nowhere.png");
    assertThat(lectures().get("One").cover()).isNull();
  }

  @Test
  void coversAreServedInSmallSizesAsImmutableFiles() throws Exception {
    write("A/One.mp3");
    Files.write(folder.resolve("A/cover.png"), picture(1, "png"));
    run();
    String address = "/" + lectures().get("One").cover() + "-192.jpg";
    Router router = Router.router(vertx);
    new CoverRoutes(new CoverStore(covers)).mount(router);
    int port = vertx.createHttpServer().requestHandler(router).listen(0).await().actualPort();

    Answer whole = ask(port, address, "Accept", "*/*");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.headers().get("content-type")).isEqualTo("image/jpeg");
    assertThat(whole.headers().get("cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    byte[] bytes = whole.body();
    assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(192);

    Answer part = ask(port, address, "Range", "bytes=2-5");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 2, 6));
    assertThat(ask(port, address, "If-None-Match", whole.headers().get("etag")).status())
        .isEqualTo(304);
    for (String none : new String[] {address.replace("192", "193"), "/covers/../x", "/covers/"}) {
      assertThat(ask(port, none, "Accept", "*/*").status()).isEqualTo(404);
    }
  }

  private record Answer(int status, MultiMap headers, byte[] body) {}

  /** Uses a client that collects the whole body itself, however late the caller reads it. */
  private Answer ask(int port, String address, String header, String value) {
    WebClient client = WebClient.create(vertx);
    HttpResponse<Buffer> response =
        client.get(port, "localhost", address).putHeader(header, value).send().await();
    client.close();
    byte[] body = response.body() == null ? new byte[0] : response.body().getBytes();
    return new Answer(response.statusCode(), response.headers(), body);
  }

  private void embed(String path, byte[] picture) throws Exception {
    embed(path, picture, 3);
  }

  /** Adds it to those that are there. */
  private void embed(String path, byte[] picture, int kind) throws Exception {
    var file = PathText.resolve(folder, path).toFile();
    var audio = AudioFileIO.read(file);
    var artwork = ArtworkFactory.getNew();
    artwork.setBinaryData(picture);
    artwork.setMimeType("image/png");
    artwork.setPictureType(kind);
    audio.getTagOrCreateAndSetDefault().addField(artwork);
    audio.commit();
  }

  static byte[] picture(int colour, String format) throws IOException {
    BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    image.setRGB(colour, colour, 0xffffff);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
