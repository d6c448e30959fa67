package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.Catalogue.Library;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The imported libraries, for the commands of the operator. Each call takes the import's lock, so
 * it fails with {@link ImportRefused} while an import runs.
 */
public final class Libraries {

  /**
   * @param lectures the number of published ones
   * @param isThere whether its folder exists now
   */
  public record Summary(String root, String name, int lectures, boolean isThere) {}

  /** Two libraries may have lain at one place. */
  static final Comparator<Summary> BY_PLACE =
      Comparator.comparing(Summary::root)
          .thenComparing(Summary::name, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparingInt(Summary::lectures)
          .thenComparing(Summary::isThere);

  private static final OpenOption[] REPLACING = {
    StandardOpenOption.CREATE,
    StandardOpenOption.TRUNCATE_EXISTING,
    StandardOpenOption.WRITE,
    LinkOption.NOFOLLOW_LINKS
  };

  private final Vertx vertx;
  private final Catalogue catalogue;

  public Libraries(Vertx vertx, Catalogue catalogue) {
    this.vertx = vertx;
    this.catalogue = catalogue;
  }

  /** Libraries with published lectures, by place. */
  public Future<List<Summary>> list() {
    return catalogue.importing(
        importing ->
            withRows(
                importing,
                (libraries, rows) -> vertx.executeBlocking(() -> summaries(libraries, rows))));
  }

  /**
   * Gives a library a name, by which it is recognized in any place. Also writes the name into the
   * library's folder if that exists.
   *
   * @param which its present name or its place
   * @return whether the folder has the name now; fails with {@link ImportRefused} when there is no
   *     such library, another one has the name, the name is empty or too long, or {@code .durus} is
   *     a link. When it fails, the folder has its former name
   */
  public Future<Boolean> rename(String which, String newName) {
    String name = NameNormalizer.clean(newName);
    return catalogue.importing(
        importing ->
            withRows(
                importing,
                (libraries, rows) -> {
                  Library library = find(libraries, which);
                  if (name.isEmpty()) {
                    throw new ImportRefused("A library's name cannot be empty.");
                  }
                  if (!LibraryFolder.fits(name)) {
                    throw new ImportRefused(
                        "A library's name has at most "
                            + LibraryFolder.LONGEST_NAME_BYTES
                            + " bytes, of which a letter that is not Latin takes two or more.");
                  }
                  if (libraries.stream()
                      .anyMatch(
                          each -> name.equals(each.name()) && !each.id().equals(library.id()))) {
                    throw new ImportRefused("Another library is called " + name + " already.");
                  }
                  return vertx
                      .executeBlocking(() -> writeName(library, name))
                      .compose(
                          written ->
                              importing
                                  .keep(new Library(library.id(), library.root(), name))
                                  .recover(failure -> restored(written, failure))
                                  .map(written.isWritten()));
                }));
  }

  /**
   * Withdraws all lectures of a library. Nothing is deleted: imported again, they are the same
   * lectures.
   *
   * @param which its name or its place
   * @return how many lectures were withdrawn; fails with {@link ImportRefused} when there is no
   *     such library
   */
  public Future<Integer> forget(String which) {
    return catalogue.importing(
        importing ->
            withRows(
                importing,
                (libraries, rows) -> {
                  UUID id = find(libraries, which).id();
                  List<LectureRow> published =
                      rows.lectures().stream()
                          .filter(row -> row.libraryId().equals(id) && row.published())
                          .toList();
                  CatalogueRows changes =
                      CataloguePlan.changes(
                          id,
                          rows,
                          List.of(),
                          published.stream().map(LectureRow::id).collect(Collectors.toSet()),
                          new ResolvedMetadata(Map.of(), Map.of(), Map.of(), List.of(), List.of()));
                  return changes.isEmpty()
                      ? Future.succeededFuture(0)
                      : importing.write(changes).map(published.size());
                }));
  }

  private static <T> Future<T> withRows(
      Catalogue.Importing importing, BiFunction<List<Library>, CatalogueRows, Future<T>> work) {
    return importing
        .libraries()
        .compose(libraries -> importing.read().compose(rows -> work.apply(libraries, rows)));
  }

  private static List<Summary> summaries(List<Library> libraries, CatalogueRows rows) {
    Map<UUID, Long> published =
        rows.lectures().stream()
            .filter(LectureRow::published)
            .collect(Collectors.groupingBy(LectureRow::libraryId, Collectors.counting()));
    return libraries.stream()
        .filter(each -> published.containsKey(each.id()))
        .map(
            each ->
                new Summary(
                    each.root(),
                    each.name(),
                    published.get(each.id()).intValue(),
                    !LibraryFolder.isGone(each.root())))
        .sorted(BY_PLACE)
        .toList();
  }

  private static Library find(List<Library> libraries, String which) {
    String place =
        which.length() > 1 && which.endsWith("/") ? which.substring(0, which.length() - 1) : which;
    List<Library> named = libraries.stream().filter(each -> which.equals(each.name())).toList();
    List<Library> there = libraries.stream().filter(each -> place.equals(each.root())).toList();
    List<Library> found = named.isEmpty() ? there : named;
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new ImportRefused(
        found.isEmpty()
            ? "There is no library " + which + "; library list shows them."
            : "Several libraries lay at " + which + "; say the name.");
  }

  /**
   * The change of a library's {@code .durus} file.
   *
   * @param file null when it was not written
   * @param former its former content; null when there was none
   */
  private record NameFile(Path file, byte[] former) {

    static final NameFile UNWRITTEN = new NameFile(null, null);

    boolean isWritten() {
      return file != null;
    }

    /** Blocking. */
    void restore() throws IOException {
      if (former != null) {
        Files.write(file, former, REPLACING);
      } else if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Restores the file. With a name that the database does not know, the next import would take the
   * folder for another library.
   *
   * @return always failed, with {@code failure}
   */
  private Future<Void> restored(NameFile written, Throwable failure) {
    return vertx
        .<Void>executeBlocking(
            () -> {
              written.restore();
              return null;
            })
        .transform(
            restored -> {
              if (restored.failed()) {
                failure.addSuppressed(restored.cause());
              }
              return Future.failedFuture(failure);
            });
  }

  /** Blocking. */
  private static NameFile writeName(Library library, String name) {
    if (LibraryFolder.isGone(library.root())) {
      return NameFile.UNWRITTEN;
    }
    Path file = PathText.path(library.root()).resolve(LibraryFolder.NAME_FILE);
    try {
      byte[] former = null;
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        // Following a link would overwrite its target, and opening a pipe would block.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new ImportRefused(
              "What is called .durus in " + library.root() + " is a link or no file; remove it.");
        }
        former = Files.readAllBytes(file);
      }
      Files.writeString(file, name + "\n", REPLACING);
      return new NameFile(file, former);
    } catch (IOException e) {
      if (library.name() != null) {
        // Its file would keep the former name, which would be another library.
        throw new ImportRefused(
            "The file .durus in " + library.root() + " cannot be written: " + e.getMessage());
      }
      return NameFile.UNWRITTEN;
    }
  }
}
