package app.durus.server.covers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverStoreTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "png, 2000, 1000, 768, 384",
    "jpeg, 1000, 3000, 256, 768",
    "gif, 900, 900, 768, 768",
    "png, 100, 50, 100, 50",
    "png, 1, 20000, 1, 768",
  })
  void aPictureIsScaledDownAndNeverUp(
      String format, int width, int height, int shownWidth, int shownHeight) throws Exception {
    CoverStore store = new CoverStore(folder);
    String id = store.add(picture(format, width, height, BufferedImage.TYPE_INT_RGB));
    BufferedImage large = ImageIO.read(store.picture(id, 768).toFile());
    assertThat(large.getWidth()).isEqualTo(shownWidth);
    assertThat(large.getHeight()).isEqualTo(shownHeight);
    BufferedImage small = ImageIO.read(store.picture(id, 192).toFile());
    assertThat(Math.max(small.getWidth(), small.getHeight())).isLessThanOrEqualTo(192);
  }

  /** A picture with a red left half, which Exif turns to the given orientation. */
  @ParameterizedTest
  @CsvSource({
    "1, 100, 50, 10, 25",
    "2, 100, 50, 90, 25",
    "3, 100, 50, 90, 25",
    "4, 100, 50, 10, 25",
    "5, 50, 100, 25, 10",
    "6, 50, 100, 25, 10",
    "7, 50, 100, 25, 90",
    "8, 50, 100, 25, 90"
  })
  void aPictureIsTurnedAsExifSays(int orientation, int width, int height, int redX, int redY)
      throws Exception {
    BufferedImage image = new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 50, 50);
    graphics.dispose();
    ByteArrayOutputStream upright = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", upright);
    CoverStore store = new CoverStore(folder);

    String id = store.add(withOrientation(upright.toByteArray(), orientation));

    BufferedImage shown = ImageIO.read(store.picture(id, 768).toFile());
    assertThat(shown.getWidth()).isEqualTo(width);
    assertThat(shown.getHeight()).isEqualTo(height);
    assertThat(new Color(shown.getRGB(redX, redY)).getRed()).isGreaterThan(200);
    Color opposite = new Color(shown.getRGB(width - 1 - redX, height - 1 - redY));
    assertThat(opposite.getRed()).isLessThan(60);
  }

  @Test
  void aTooLargeProgressiveJpegIsRefusedBeforeItIsDecoded() {
    CoverStore store = new CoverStore(folder);
    assertThatThrownBy(() -> store.add(jpegHeader(0xc2, 20_000, 3)))
        .isInstanceOf(UnusablePicture.class)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> store.add(jpegHeader(0xc0, 20_000, 1)))
        .as("several scans")
        .isInstanceOf(UnusablePicture.class)
        .hasMessageContaining("too large");
    assertThat(JpegHeader.of(jpegHeader(0xc0, 20_000, 3)).bufferedBytes()).isZero();
    assertThat(JpegHeader.of(jpegHeader(0xc2, 2_000, 3)).bufferedBytes())
        .isEqualTo(2_000L * 2_000 * 3 * 2);
  }

  /** The decoder skips all of this, so the following bytes count. */
  @ParameterizedTest
  @ValueSource(strings = {"00", "123456", "ff00", "ff01", "ffd0", "ffd7", "ffff", "00ff01ffd3ff"})
  void bytesBetweenMarkersAreSkipped(String odd) throws Exception {
    byte[] between = HexFormat.of().parseHex(odd);
    CoverStore store = new CoverStore(folder);
    assertThatThrownBy(() -> store.add(withAfterStart(jpegHeader(0xc2, 20_000, 3), between)))
        .isInstanceOf(UnusablePicture.class)
        .hasMessageContaining("too large");
    byte[] jpeg = picture("jpeg", 100, 50, BufferedImage.TYPE_INT_RGB);
    String id = store.add(withAfterStart(withOrientation(jpeg, 6), between));
    assertThat(ImageIO.read(store.picture(id, 768).toFile()).getWidth()).isEqualTo(50);
  }

  private static byte[] withAfterStart(byte[] jpeg, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(between);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** Three components of full size, and the beginning of the first scan. */
  private static byte[] jpegHeader(int frame, int edge, int componentsInScan) {
    byte high = (byte) (edge >> 8);
    byte low = (byte) edge;
    return new byte[] {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) frame,
      0,
      17,
      8,
      high,
      low,
      high,
      low,
      3,
      1,
      0x11,
      0,
      2,
      0x11,
      0,
      3,
      0x11,
      0,
      (byte) 0xff,
      (byte) 0xda,
      0,
      12,
      (byte) componentsInScan,
      1,
      0,
      2,
      0,
      3,
      0,
      0,
      63,
      0
    };
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'I',
      'I',
      42,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      1,
      3,
      0,
      1,
      0,
      0,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(jpeg, 0, 2);
    all.writeBytes(exif);
    all.write(jpeg, 2, jpeg.length - 2);
    return all.toByteArray();
  }

  @Test
  void coloursStayAndTransparencyBecomesWhite() throws Exception {
    CoverStore store = new CoverStore(folder);
    byte[] red = picture("png", 400, 400, BufferedImage.TYPE_INT_RGB);
    int pixel = ImageIO.read(store.picture(store.add(red), 192).toFile()).getRGB(90, 90);
    assertThat(new Color(pixel).getRed()).isGreaterThan(200);
    assertThat(new Color(pixel).getBlue()).isLessThan(60);

    ByteArrayOutputStream clear = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB), "png", clear);
    String id = store.add(clear.toByteArray());
    assertThat(ImageIO.read(store.picture(id, 192).toFile()).getRGB(9, 9)).isEqualTo(0xffffffff);
  }

  @Test
  void theSamePictureIsStoredOnce() throws Exception {
    CoverStore store = new CoverStore(folder);
    byte[] bytes = picture("png", 300, 300, BufferedImage.TYPE_INT_RGB);
    String id = store.add(bytes);
    var modified = Files.getLastModifiedTime(store.picture(id, 192));
    assertThat(new CoverStore(folder).add(bytes)).isEqualTo(id);
    assertThat(Files.getLastModifiedTime(store.picture(id, 192))).isEqualTo(modified);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 40, 300})
  void invalidAndTruncatedPicturesAreReported(int size) throws Exception {
    byte[] cut = Arrays.copyOf(picture("png", 300, 300, BufferedImage.TYPE_INT_RGB), size);
    assertThatThrownBy(() -> new CoverStore(folder).add(cut)).isInstanceOf(UnusablePicture.class);
  }

  @Test
  void unsupportedFormatsAreReported() throws Exception {
    byte[] bitmap = picture("bmp", 30, 30, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> new CoverStore(folder).add(bitmap))
        .isInstanceOf(UnusablePicture.class)
        .hasMessageContaining("JPEG, PNG and GIF");
  }

  @Test
  void damagedPicturesEndInOneKindOfException() throws Exception {
    Random random = new Random(5);
    CoverStore store = new CoverStore(folder);
    for (String format : new String[] {"png", "jpeg", "gif"}) {
      byte[] good = picture(format, 60, 60, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 60; i++) {
        byte[] bad = good.clone();
        for (int j = 0; j < 1 + i / 10; j++) {
          bad[random.nextInt(Math.min(bad.length, 200))] = (byte) random.nextInt();
        }
        try {
          assertThat(store.add(bad)).hasSize(64);
        } catch (UnusablePicture e) {
          assertThat(e).hasMessageMatching("is .*");
        }
      }
    }
  }

  @Test
  void noPathOutsideTheStoreCanBeNamed() {
    assertThatThrownBy(() -> new CoverStore(folder).picture("../../etc/passwd", 192))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static byte[] picture(String format, int width, int height, int type) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(230, 40, 30));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }
}
