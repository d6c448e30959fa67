package app.durus.server.classpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of the class path, in a directory or in a jar. Java cannot look up a folder, so it is
 * found by one file that must be in it. Only the directory or jar that holds this file is read.
 * Blocking: for use at the start.
 */
public final class ClassPathFolder {

  private ClassPathFolder() {}

  /**
   * Reads all files in the folder and below, by their paths relative to the folder, with forward
   * slashes.
   *
   * @param folder without slashes at its ends, e.g. {@code META-INF/VAADIN/webapp}
   * @param landmark a file in the folder or below, e.g. {@code index.html}
   * @return empty when the class path has no such file
   * @throws UncheckedIOException when it cannot be read
   */
  public static Optional<Map<String, byte[]>> read(
      ClassLoader loader, String folder, String landmark) {
    URL found = loader.getResource(folder + "/" + landmark);
    if (found == null) {
      return Optional.empty();
    }
    try {
      URI uri = found.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return Optional.of(filesBelow(folderOf(Path.of(uri), landmark)));
      }
      String place = uri.getRawSchemeSpecificPart();
      URI jar = URI.create(place.substring(0, place.lastIndexOf("!/")));
      try (FileSystem files = FileSystems.newFileSystem(Path.of(jar))) {
        return Optional.of(filesBelow(files.getPath(folder)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + found, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a readable place: " + found, e);
    }
  }

  private static Path folderOf(Path file, String landmark) {
    Path folder = file.getParent();
    for (int at = landmark.indexOf('/'); at >= 0; at = landmark.indexOf('/', at + 1)) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Map<String, byte[]> filesBelow(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
