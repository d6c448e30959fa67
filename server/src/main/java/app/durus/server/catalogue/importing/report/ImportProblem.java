package app.durus.server.catalogue.importing.report;

/**
 * What an operator should know of one file.
 *
 * @param file relative to the imported folder, with '/'; empty for the folder itself
 * @param sentence plain words: what is the matter, and what became of the file
 * @param failed whether the import could not do its part: the file, or a {@code durus.yaml}, could
 *     not be read or copied. What is merely odd, or no recording at all, is no failure
 */
public record ImportProblem(String file, String sentence, boolean failed) {

  /** Something that is no failure. */
  public ImportProblem(String file, String sentence) {
    this(file, sentence, false);
  }

  public static ImportProblem failed(String file, String sentence) {
    return new ImportProblem(file, sentence, true);
  }
}
