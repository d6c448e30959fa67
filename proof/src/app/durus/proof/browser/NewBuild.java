package app.durus.proof.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The next version of the app, made from the packaged jar. All scripts and styles get new names,
 * and the old names are removed. All revisions in the worker's list are new. The page has a mark by
 * which a test recognizes it. The files behave the same.
 */
final class NewBuild {

  /** A mark in pages of the new build only. */
  static final String MARK = "meta[name=durus-build][content=next]";

  private static final String WEBAPP = "META-INF/VAADIN/webapp/";
  private static final Pattern HASHED =
      Pattern.compile("VAADIN/build/(.+)-([A-Za-z0-9_-]{8})\\.(js|css)$");
  private static final Pattern REVISION = Pattern.compile("\"[0-9a-f]{32}\"");

  private NewBuild() {}

  /**
   * @param built the packaged jar
   * @param next where the new jar is written
   */
  static Path make(Path built, Path next) throws IOException {
    try (ZipFile jar = new ZipFile(built.toFile());
        OutputStream file = Files.newOutputStream(next);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(1);
      Map<String, String> names = newNames(jar);
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        String path = entry.getName();
        // The compressed copies belong to the old files; the server works without them.
        if (!(path.startsWith(WEBAPP) && path.endsWith(".br"))) {
          zip.putNextEntry(new ZipEntry(renamed(path, names)));
          zip.write(changed(path, read(jar, entry), names));
          zip.closeEntry();
        }
      }
    }
    return next;
  }

  private static Map<String, String> newNames(ZipFile jar) {
    Map<String, String> names = new HashMap<>();
    jar.stream()
        .map(entry -> HASHED.matcher(entry.getName()))
        .filter(Matcher::find)
        .forEach(
            name ->
                names.put(
                    name.group(1) + "-" + name.group(2),
                    name.group(1) + "-" + next(name.group(2))));
    return names;
  }

  private static byte[] changed(String path, byte[] bytes, Map<String, String> names) {
    if (!path.startsWith(WEBAPP) || !path.matches(".*\\.(js|css|html)")) {
      return bytes;
    }
    String text = renamed(new String(bytes, StandardCharsets.UTF_8), names);
    if (path.equals(WEBAPP + "sw.js")) {
      text = REVISION.matcher(text).replaceAll(found -> '"' + next(found.group()) + '"');
    }
    if (path.equals(WEBAPP + "index.html")) {
      text = text.replace("<head>", "<head><meta name=\"durus-build\" content=\"next\">");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String renamed(String text, Map<String, String> names) {
    String renamed = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      renamed = renamed.replace(name.getKey(), name.getValue());
    }
    return renamed;
  }

  /** Another name of the same form. */
  private static String next(String hash) {
    String bare = hash.replace("\"", "");
    char first = bare.charAt(0);
    return (first == '0' ? '1' : '0') + bare.substring(1);
  }

  private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream bytes = jar.getInputStream(entry)) {
      return bytes.readAllBytes();
    }
  }
}
