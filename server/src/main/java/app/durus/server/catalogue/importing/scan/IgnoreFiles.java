package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The {@code .durusignore} files of a library, in the syntax of {@code gitignore}. One is about its
 * own folder and everything below. Of several, the nearest one decides, and in one file the last
 * line that fits.
 */
final class IgnoreFiles {

  static final String NAME = ".durusignore";

  private static final long LARGEST_BYTES = 1_000_000;

  /** A line that is no pattern of {@code gitignore}. */
  static final class InvalidPattern extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param line its number, from 1
     */
    InvalidPattern(int line) {
      super("Line " + line + " is no pattern.");
    }
  }

  private final Map<String, IgnoreNode> byFolder = new HashMap<>();

  /**
   * Reads the folder's file, if it has one. Blocking.
   *
   * @param path of the folder as it is shown; "" for the library itself
   * @throws IOException when the file is there and cannot be read as UTF-8
   * @throws InvalidPattern when a line of it is no pattern
   */
  void enter(Path folder, String path) throws IOException, InvalidPattern {
    Path file = folder.resolve(NAME);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    // Opening a pipe would wait for whoever writes to it.
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
      throw new IOException("not a file of lines");
    }
    String text = Files.readString(file);
    // Windows' editors begin a file with this mark, which would be a part of the first rule.
    String lines =
        Normalizer.normalize(
            text.startsWith("\uFEFF") ? text.substring(1) : text, Normalizer.Form.NFC);
    byFolder.put(path, rules(lines.lines().toList()));
  }

  /** JGit itself would drop a line that is no pattern, and what it names would be published. */
  private static IgnoreNode rules(List<String> lines) throws InvalidPattern {
    List<FastIgnoreRule> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#") || line.equals("/")) {
        continue;
      }
      FastIgnoreRule rule = new FastIgnoreRule(line);
      if (rule.isEmpty()) {
        throw new InvalidPattern(i + 1);
      }
      rules.add(rule);
    }
    return new IgnoreNode(rules);
  }

  /** Whether there is any rule, which spares looking for one. */
  boolean ignoresAnything() {
    return !byFolder.isEmpty();
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
