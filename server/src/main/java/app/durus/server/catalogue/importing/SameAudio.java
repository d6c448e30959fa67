package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.scan.FoundFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Tells the operator which recordings are in the catalogue more than once. Pure. */
final class SameAudio {

  private SameAudio() {}

  /**
   * @param files that are imported, in the folder's order
   * @param before the whole catalogue
   */
  static List<ImportProblem> remarks(
      Collection<FoundFile> files, CatalogueRows before, UUID libraryId) {
    Map<String, List<String>> pathsByAudio = new TreeMap<>();
    for (FoundFile file : files) {
      pathsByAudio.computeIfAbsent(file.audioSha256(), key -> new ArrayList<>()).add(file.path());
    }
    List<ImportProblem> remarks = new ArrayList<>();
    for (List<String> paths : pathsByAudio.values()) {
      for (String again : paths.subList(1, paths.size())) {
        String sentence =
            "It has the same audio as " + paths.getFirst() + "; both are lectures of their own.";
        remarks.add(new ImportProblem(again, sentence));
      }
    }
    long elsewhere = inOtherLibraries(pathsByAudio, before, libraryId);
    if (elsewhere > 0) {
      String sentence =
          "Recordings that are in the catalogue from another folder, too: "
              + elsewhere
              + ". The other folder is still there, so both are kept.";
      remarks.add(new ImportProblem("", sentence));
    }
    return remarks;
  }

  private static long inOtherLibraries(
      Map<String, List<String>> pathsByAudio, CatalogueRows before, UUID libraryId) {
    Map<UUID, String> audio = new HashMap<>();
    for (AssetRow asset : before.assets()) {
      audio.put(asset.id(), asset.audioSha256());
    }
    return before.lectures().stream()
        .filter(lecture -> lecture.published() && !lecture.libraryId().equals(libraryId))
        .filter(lecture -> pathsByAudio.containsKey(audio.get(lecture.assetId())))
        .count();
  }
}
