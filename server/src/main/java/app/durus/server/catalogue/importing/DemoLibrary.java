package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.importing.names.PathText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * The few short lectures that come with the product, so that a new installation has something to
 * listen to. Synthesized speech; made by {@code server/src/demo/make-demo-library.sh}.
 *
 * <p>In the jar the files have plain ASCII names; {@code index.tsv} says where each belongs. So no
 * archiver, checkout or locale can harm an Arabic name.
 */
public final class DemoLibrary {

  private static final String RESOURCES = "/demo-library/";
  private static final String NAME = "demo";

  private final Vertx vertx;

  public DemoLibrary(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * A recording of the demo library.
   *
   * @param resource its name in the jar
   * @param path its path in the library, with '/'
   */
  record Entry(String resource, String path) {}

  /**
   * Writes the library into a folder for {@link CatalogueImporter}, and creates the folder if
   * needed. The library has a name, so it stays the same library wherever it is unpacked. Existing
   * files are not rewritten.
   *
   * @return the folder
   */
  public Future<Path> unpackTo(Path folder) {
    return vertx.executeBlocking(
        () -> {
          Files.createDirectories(folder);
          Files.writeString(folder.resolve(LibraryFolder.NAME_FILE), NAME + "\n");
          for (Entry entry : entries()) {
            unpack(entry, folder);
          }
          return folder;
        });
  }

  static List<Entry> entries() {
    try (InputStream index = open("index.tsv")) {
      return new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .map(columns -> new Entry(columns[0], columns[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Entry entry, Path folder) throws IOException {
    Path target = PathText.resolve(folder, entry.path());
    byte[] bytes;
    try (InputStream in = open(entry.resource())) {
      bytes = in.readAllBytes();
    }
    if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), bytes)) {
      return;
    }
    Files.createDirectories(target.getParent());
    // Atomically, because an import may run at the same time.
    Path unfinished = target.resolveSibling("." + entry.resource() + ".unfinished");
    Files.write(unfinished, bytes);
    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = DemoLibrary.class.getResourceAsStream(RESOURCES + resource);
    if (in == null) {
      throw new IOException("the demo library lacks " + resource);
    }
    return in;
  }
}
