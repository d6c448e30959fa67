package app.durus.server.covers;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads a JPEG, PNG or GIF and writes it as a small JPEG. Large pictures are read at a resolution
 * near the wanted one, row by row, in bounded memory. A JPEG that can only be read as a whole
 * (progressive, or in several scans) is refused before it is read when that would take much memory.
 * A picture is turned by its Exif orientation. The JDK's readers of other formats are not used:
 * audio files do not contain such pictures, and these readers trust the headers too much.
 */
final class Scaling {

  private static final Set<String> FORMATS = Set.of("jpeg", "png", "gif");
  private static final int LARGEST_EDGE_PIXELS = 30_000;

  /**
   * Memory outside of the heap. A progressive JPEG with full colours has 22 million pixels then.
   */
  private static final long MOST_BUFFERED_BYTES = 128L * 1024 * 1024;

  private static final float QUALITY = 0.82f;

  private Scaling() {}

  /**
   * @param edge the largest width and height of the scaled pictures
   * @return an opaque image, at least {@code edge} wide or high when the picture is
   */
  static BufferedImage read(byte[] picture, int edge) throws UnusablePicture {
    JpegHeader header = JpegHeader.of(picture);
    if (header.bufferedBytes() > MOST_BUFFERED_BYTES) {
      throw new UnusablePicture("is too large to be read; save it with fewer pixels");
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw unknown();
      }
      ImageReader reader = readers.next();
      if (!FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw unknown();
      }
      try {
        reader.setInput(in, true, true);
        return turned(read(reader, edge), header.orientation());
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The JDK's readers throw many kinds of exceptions for damaged pictures.
      throw new UnusablePicture("is damaged");
    }
  }

  /** As Exif's tag 0x0112 describes where the first row and column belong. */
  private static BufferedImage turned(BufferedImage image, int orientation) {
    int width = image.getWidth();
    int height = image.getHeight();
    AffineTransform turn =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
          default -> null;
        };
    if (turn == null) {
      return image;
    }
    boolean sideways = orientation > 4;
    BufferedImage target =
        new BufferedImage(
            sideways ? height : width, sideways ? width : height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.drawImage(image, turn, null);
    graphics.dispose();
    return target;
  }

  private static UnusablePicture unknown() {
    return new UnusablePicture("is none that can be read (JPEG, PNG and GIF can)");
  }

  private static BufferedImage read(ImageReader reader, int edge)
      throws IOException, UnusablePicture {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (Math.max(width, height) > LARGEST_EDGE_PIXELS) {
      throw new UnusablePicture("is too large");
    }
    int step = Math.max(1, Math.max(width, height) / (2 * edge));
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    return opaque(reader.read(0, parameters));
  }

  private static BufferedImage opaque(BufferedImage image) {
    return drawn(image, image.getWidth(), image.getHeight());
  }

  /** A JPEG, at most {@code edge} pixels wide and high, and never larger than the picture. */
  static byte[] jpeg(BufferedImage image, int edge) throws IOException {
    BufferedImage scaled = image;
    int longer = Math.max(image.getWidth(), image.getHeight());
    // Scale down in steps of a half: one large step would use only a few pixels.
    for (int now = longer; now > edge; ) {
      now = Math.max(edge, now / 2);
      double factor = (double) now / longer;
      scaled =
          drawn(
              scaled,
              (int) Math.max(1, Math.round(image.getWidth() * factor)),
              (int) Math.max(1, Math.round(image.getHeight() * factor)));
    }
    return encoded(scaled);
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    graphics.dispose();
    return target;
  }

  private static byte[] encoded(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
