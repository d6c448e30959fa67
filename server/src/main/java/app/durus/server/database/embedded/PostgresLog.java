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
 * PostgreSQL's log, {@code postgres.log} in the data folder. PostgreSQL itself appends to it, so
 * that it continues when the process that started it ends.
 */
final class PostgresLog {

  private static final long LIMIT_BYTES = 10 << 20;

  /** How much of the log's end is searched for a reason. */
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

  /** The log's present length. Lines of a process that is started later come after it. */
  long end() throws IOException {
    return Files.size(file);
  }

  /**
   * One line of PostgreSQL's log that tells why it refused.
   *
   * @param since the log's length before the start
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

  /** The last line, without its time; empty when there is none. */
  String lastWords(long since) throws IOException {
    return LEVEL.matcher(lastLine(lines(since))).replaceFirst("");
  }

  boolean says(long since, String words) throws IOException {
    return lines(since).stream().anyMatch(line -> line.contains(words));
  }

  /**
   * Moves a large log to {@code postgres.log.1} by copying and truncating. Lines between the two
   * steps are lost.
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
      // The log may have been truncated since then.
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
