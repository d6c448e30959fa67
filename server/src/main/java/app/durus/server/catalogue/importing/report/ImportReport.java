package app.durus.server.catalogue.importing.report;

import java.util.List;

/**
 * The result of an import. The first five numbers count every lecture of the library once, except
 * lectures that were unpublished before and still are.
 *
 * @param added new lectures
 * @param changed lectures that stayed published and have another place, title or recording now
 * @param unpublished lectures whose file is gone
 * @param republished lectures whose file came back
 * @param newAssets new recordings of known lectures
 * @param changedGroups scholars and series that stayed published and have another description,
 *     picture or translation now
 * @param scholars of the library after the import, by name; empty unless the import only checks
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
    List<ScholarSummary> scholars,
    List<ImportProblem> problems) {

  /** A report that does not name the scholars. */
  public ImportReport(
      int added,
      int changed,
      int unchanged,
      int unpublished,
      int republished,
      int newAssets,
      int changedGroups,
      List<ImportProblem> problems) {
    this(
        added,
        changed,
        unchanged,
        unpublished,
        republished,
        newAssets,
        changedGroups,
        List.of(),
        problems);
  }

  /** A report without a change of scholars and series. */
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

  /** The same report, which also names the scholars of the library. */
  public ImportReport naming(List<ScholarSummary> named) {
    return new ImportReport(
        added,
        changed,
        unchanged,
        unpublished,
        republished,
        newAssets,
        changedGroups,
        named,
        problems);
  }

  /** Whether something could not be read or copied, so that the folder is imported in part. */
  public boolean isPartial() {
    return problems.stream().anyMatch(ImportProblem::failed);
  }

  /** Whether the catalogue has changed. */
  public boolean changedAnything() {
    return added + changed + unpublished + republished + newAssets + changedGroups > 0;
  }
}
