package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The {@code .durusignore} files of a library, in the syntax of {@code gitignore}. One is about its
 * own folder and everything below. Of several, the nearest one decides, and in one file the last
 * line that fits.
 */
final class IgnoreFiles {

  static final String NAME = ".durusignore";

  private static final long LARGEST_BYTES = 1_000_000;

  private final Map<String, IgnoreNode> byFolder = new HashMap<>();

  /**
   * Reads the folder's file, if it has one. Blocking.
   *
   * @param path of the folder as it is shown; "" for the library itself
   * @throws IOException when the file is there and cannot be read as UTF-8
   */
  void enter(Path folder, String path) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    // Opening a pipe would wait for whoever writes to it.
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
      throw new IOException("not a file of lines");
    }
    String lines = Normalizer.normalize(Files.readString(file), Normalizer.Form.NFC);
    IgnoreNode rules = new IgnoreNode();
    rules.parse(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    byFolder.put(path, rules);
  }

  /**
   * @param path relative to the library, with '/', in Unicode's form C
   */
  boolean isIgnored(String path, boolean isFolder) {
    for (String at = LibraryOverrides.folder(path); ; at = LibraryOverrides.folder(at)) {
      IgnoreNode rules = byFolder.get(at);
      if (rules != null) {
        String relative = at.isEmpty() ? path : path.substring(at.length() + 1);
        Boolean ignored = rules.checkIgnored(relative, isFolder);
        if (ignored != null) {
          return ignored;
        }
      }
      if (at.isEmpty()) {
        return false;
      }
    }
  }
}
