package app.durus.server.database.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What PostgreSQL says: {@code postgres.log} below the data folder. PostgreSQL appends to it
 * itself, so that it goes on writing when the process that started it dies.
 */
final class PostgresLog {

  private static final long LIMIT_BYTES = 10 << 20;

  /** Of the end that is looked at for a reason. */
  private static final long TAIL_BYTES = 64 << 10;

  /** {@code 2026-11-28 22:29:11.123 UTC [4711] }. */
  private static final Pattern PREFIX =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ \\S+ \\[\\d+] ");

  private static final Pattern REASON =
      Pattern.compile(
          "\\b(FATAL|PANIC|ERROR|DETAIL|HINT): |error while loading|^\\S*initdb: error");
  private static final Pattern LEVEL = Pattern.compile("^[A-Z]+: +");

  private final Path file;

  PostgresLog(Path dataFolder) throws IOException {
    file = dataFolder.resolve("postgres.log");
    PrivateFiles.ensureFile(file);
  }

  Path file() {
    return file;
  }

  ProcessBuilder.Redirect redirect() {
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  /** Where the log ends now; what a process started from here on says comes after it. */
  long end() throws IOException {
    return Files.size(file);
  }

  /**
   * Why PostgreSQL refused, in its own words and on one line.
   *
   * @param since where the log ended before
   */
  String reason(long since) throws IOException {
    List<String> lines = lines(since);
    String reason =
        lines.stream()
            .filter(line -> REASON.matcher(line).find())
            .map(line -> LEVEL.matcher(line).replaceFirst(""))
            .distinct()
            .collect(Collectors.joining(" "));
    return reason.isEmpty() ? lastLine(lines) : reason;
  }

  /** The last thing that was said, without its time; empty when nothing was. */
  String lastWords(long since) throws IOException {
    return LEVEL.matcher(lastLine(lines(since))).replaceFirst("");
  }

  boolean says(long since, String words) throws IOException {
    return lines(since).stream().anyMatch(line -> line.contains(words));
  }

  /**
   * Puts the log aside as {@code postgres.log.1} when it has become large. What is said between the
   * copy and the cut is lost.
   */
  void keepBounded() throws IOException {
    if (Files.size(file) < LIMIT_BYTES) {
      return;
    }
    Path former = file.resolveSibling(file.getFileName() + ".1");
    Files.copy(
        file, former, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
  }

  private List<String> lines(long since) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      // The log may have been cut since then.
      long begin = since > channel.size() ? 0 : since;
      channel.position(Math.max(begin, channel.size() - TAIL_BYTES));
      String text =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> PREFIX.matcher(line).replaceFirst("").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static String lastLine(List<String> lines) {
    return lines.isEmpty() ? "" : lines.getLast();
  }
}
