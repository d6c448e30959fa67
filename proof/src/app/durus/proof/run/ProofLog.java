package app.durus.proof.run;

import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The recorded runs in docs/history/proofs.md, one line each. The next long run continues after the
 * last one.
 *
 * @param proof as it stands in the table
 * @param commit at which the proof began
 */
public record ProofLog(String proof, String commit) {

  private static final Path DOCUMENT = Path.of("docs", "history", "proofs.md");
  private static final Pattern LINE =
      Pattern.compile(
          "\\| [^|]+ \\| [^|]+ \\| ([^|]+) \\| (\\d+) to (\\d+) \\| [^|]+ \\| (.*) \\|");

  /** The figures of a run with a fault contain this. */
  private static final Pattern FAULTY = Pattern.compile("\\b[1-9]\\d* (diverged|faults)\\b");

  public ProofLog(String proof) {
    this(proof, describeCommit());
  }

  /** The least seed that no recorded run has passed. Seeds with a fault are played again. */
  public long nextSeed() {
    try (Stream<String> lines = Files.lines(DOCUMENT)) {
      return nextSeed(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + DOCUMENT + ": run the proof in the project's folder", e);
    }
  }

  /**
   * @param lines of the document
   */
  long nextSeed(Stream<String> lines) {
    long next = 0;
    List<Matcher> passed =
        lines
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .filter(line -> line.group(1).equals(proof) && !FAULTY.matcher(line.group(4)).find())
            .sorted(Comparator.comparingLong(line -> Long.parseLong(line.group(2))))
            .toList();
    for (Matcher line : passed) {
      if (Long.parseLong(line.group(2)) <= next) {
        next = Math.max(next, Long.parseLong(line.group(3)) + 1);
      }
    }
    return next;
  }

  /** Ends a run: prints the line of figures, and records it if the run was a long one. */
  public void end(
      ProofOptions options, long firstSeed, long lastSeed, Instant begun, String figures) {
    Duration took = Duration.between(begun, Instant.now());
    System.out.printf(
        Locale.ROOT,
        "proof/%s: seeds %d to %d, %s, took %d s%n",
        proof,
        firstSeed,
        lastSeed,
        figures,
        took.toSeconds());
    if (!options.brief() && !options.time().isZero()) {
      append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %d to %d | %d s | %s |%n",
              begun.toString().substring(0, 10),
              commit,
              proof,
              firstSeed,
              lastSeed,
              took.toSeconds(),
              figures));
    }
  }

  private static void append(String line) {
    try {
      Files.writeString(DOCUMENT, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs append to the document themselves, so a change of it is no change of the product. */
  private static String describeCommit() {
    Optional<String> commit = git("describe", "--always");
    boolean isClean =
        git("diff", "--quiet", "HEAD", "--", ".", ":(exclude)" + DOCUMENT).isPresent();
    return commit.map(name -> isClean ? name : name + "-dirty").orElse("unknown");
  }

  /** The output of a command; empty when it failed. */
  private static Optional<String> git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process git = new ProcessBuilder(command).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return Eventually.ended("git", git) == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
