package app.durus.server.catalogue.importing.report;

import app.durus.server.catalogue.importing.names.NaturalOrder;
import java.util.Comparator;

/**
 * What an operator should know about one file.
 *
 * @param file relative to the imported folder, with '/'; empty for the folder itself
 * @param sentence plain words: the problem, and what happened to the file
 * @param failed whether the import failed to read or copy the file, or to read a {@code
 *     durus.yaml}. A file that is odd, or no recording at all, is no failure
 */
public record ImportProblem(String file, String sentence, boolean failed) {

  /** By file, in the folder's order. */
  public static final Comparator<ImportProblem> ORDER =
      Comparator.comparing(ImportProblem::file, NaturalOrder.INSTANCE)
          .thenComparing(ImportProblem::sentence)
          .thenComparing(ImportProblem::failed, Boolean::compare);

  /** A problem that is no failure. */
  public ImportProblem(String file, String sentence) {
    this(file, sentence, false);
  }

  public static ImportProblem failed(String file, String sentence) {
    return new ImportProblem(file, sentence, true);
  }
}
