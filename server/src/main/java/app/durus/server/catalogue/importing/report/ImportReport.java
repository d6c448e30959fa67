package app.durus.server.catalogue.importing.report;

import java.util.List;

/**
 * What an import did. Every lecture of the library is counted once by the first five; lectures that
 * were unpublished before and still are, are not counted.
 *
 * @param added lectures that are new
 * @param changed lectures that stayed published and have another place, title or recording now
 * @param unpublished lectures whose file is gone
 * @param republished lectures whose file came back
 * @param newAssets recordings that came to known lectures
 * @param changedGroups scholars and series that stayed published and have another description,
 *     picture or translation now
 * @param problems by file, in the folder's order
 */
public record ImportReport(
    int added,
    int changed,
    int unchanged,
    int unpublished,
    int republished,
    int newAssets,
    int changedGroups,
    List<ImportProblem> problems) {

  /** Without a change to scholars and series. */
  public ImportReport(
      int added,
      int changed,
      int unchanged,
      int unpublished,
      int republished,
      int newAssets,
      List<ImportProblem> problems) {
    this(added, changed, unchanged, unpublished, republished, newAssets, 0, problems);
  }

  /** Whether something could not be read or copied, so that the folder is imported in part. */
  public boolean isPartial() {
    return problems.stream().anyMatch(ImportProblem::failed);
  }

  /** Whether the catalogue is another than before. */
  public boolean changedAnything() {
    return added + changed + unpublished + republished + newAssets + changedGroups > 0;
  }
}
