package app.durus.server.covers;

import app.durus.server.hashing.Sha256;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stores covers in the sizes in which they are shown, under the hash of the original picture:
 * {@code ab/abcd…-192.jpg}. A picture that is embedded in every file of a series is stored once. A
 * file with its final name is complete and never changes.
 */
public final class CoverStore {

  /** Largest width and height: for a row in a list on a dense screen, and for the player. */
  public static final List<Integer> EDGES_PIXELS = List.of(192, 768);

  private static final int LARGEST_EDGE = 768;
  private static final int LARGEST_PICTURE_BYTES = 32 * 1024 * 1024;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** What the name of a picture begins with that is being written. */
  private static final String UNFINISHED = ".";

  private final Path folder;

  /**
   * @param folder created with the first picture
   */
  public CoverStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The path of a cover, whether it exists or not.
   *
   * @throws IllegalArgumentException when {@code id} is not a hash, so that no path outside of the
   *     folder can be named
   */
  public Path picture(String id, int edgePixels) {
    if (!SHA_256.matcher(id).matches()) {
      throw new IllegalArgumentException("not a SHA-256 hash");
    }
    return folder.resolve(id.substring(0, 2)).resolve(id + "-" + edgePixels + ".jpg");
  }

  /**
   * Stores a picture, unless it is stored already. Blocking. When it returns, the picture is synced
   * to the disk in all sizes.
   *
   * @param picture the bytes of a picture file
   * @return its id
   * @throws UnusablePicture when it cannot be read
   */
  public String add(byte[] picture) throws IOException, UnusablePicture {
    String id = idOf(picture);
    if (isHere(id)) {
      return id;
    }
    BufferedImage image = Scaling.read(picture, LARGEST_EDGE);
    Files.createDirectories(picture(id, LARGEST_EDGE).getParent());
    for (int edge : EDGES_PIXELS) {
      write(picture(id, edge), Scaling.jpeg(image, edge));
    }
    return id;
  }

  /**
   * Returns what {@link #add} would return, and writes nothing. Blocking.
   *
   * @throws UnusablePicture when it cannot be read
   */
  public String check(byte[] picture) throws UnusablePicture {
    String id = idOf(picture);
    if (!isHere(id)) {
      Scaling.read(picture, LARGEST_EDGE);
    }
    return id;
  }

  private static String idOf(byte[] picture) throws UnusablePicture {
    if (picture.length > LARGEST_PICTURE_BYTES) {
      throw new UnusablePicture("is too large");
    }
    MessageDigest hash = Sha256.digest();
    hash.update(picture);
    int orientation = JpegHeader.of(picture).orientation();
    if (orientation != 1) {
      // An earlier version stored such pictures without turning them, under the hash of the bytes
      // alone.
      hash.update((byte) orientation);
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Whether all sizes of a picture are stored. Blocking. */
  public boolean isHere(String id) {
    return EDGES_PIXELS.stream().allMatch(edge -> Files.isRegularFile(picture(id, edge)));
  }

  /**
   * Deletes incomplete pictures of an import that was killed. Blocking. Call it only while no other
   * import runs.
   */
  public void removeUnfinished() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().startsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void write(Path target, byte[] bytes) throws IOException {
    Path unfinished = target.resolveSibling(UNFINISHED + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
