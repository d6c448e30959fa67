package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioCopies;
import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.importing.match.LectureMatcher;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes sure that the recordings of an import are in the store. A file that cannot be copied is
 * left out. Blocking.
 */
final class RecordingCopier {

  private final AudioStore store;
  private final boolean check;
  private final ImportProgress progress;
  private final Map<UUID, LectureRow> known;
  private final Map<UUID, List<AssetRow>> assetsByLecture;

  /**
   * @param kept by path, the recordings that are in the store
   * @param assetIds by path, which asset the lecture has already, or null
   * @param failures by path, why the others could not be copied
   */
  record Outcome(
      Map<String, FoundFile> kept, Map<String, UUID> assetIds, Map<String, IOException> failures) {}

  /**
   * @param check whether nothing may be copied
   * @param known lectures of the library
   */
  RecordingCopier(
      AudioStore store,
      boolean check,
      ImportProgress progress,
      Map<UUID, LectureRow> known,
      Map<UUID, List<AssetRow>> assetsByLecture) {
    this.store = store;
    this.check = check;
    this.progress = progress;
    this.known = known;
    this.assetsByLecture = assetsByLecture;
  }

  /**
   * @param outcome which lectures the files are; those that it sets aside are not copied
   */
  Outcome run(List<FoundFile> files, LectureMatcher.Outcome outcome) {
    List<FoundFile> wanted =
        files.stream().filter(file -> !outcome.setAside().containsKey(file.path())).toList();
    Map<String, UUID> assetIds = new HashMap<>();
    Map<String, IOException> failures = new ConcurrentHashMap<>();
    AtomicInteger through = new AtomicInteger(files.size() - wanted.size());
    List<FoundFile> missing = new ArrayList<>();
    for (FoundFile file : wanted) {
      UUID lectureId = outcome.recognized().get(file.path());
      try {
        UUID assetId = lectureId == null ? null : assetWithSameAudio(lectureId, file);
        assetIds.put(file.path(), assetId);
        if (assetId == null && !check) {
          missing.add(file);
          continue;
        }
      } catch (IOException e) {
        failures.put(file.path(), e);
      }
      tell(through, files.size());
    }
    copy(missing, failures, () -> tell(through, files.size()));
    Map<String, FoundFile> kept = new LinkedHashMap<>();
    for (FoundFile file : wanted) {
      if (!failures.containsKey(file.path())) {
        kept.put(file.path(), file);
      }
    }
    return new Outcome(kept, assetIds, failures);
  }

  private void tell(AtomicInteger through, int all) {
    synchronized (progress) {
      progress.through(ImportProgress.Stage.KEEPING, through.incrementAndGet(), all);
    }
  }

  private void copy(List<FoundFile> files, Map<String, IOException> failures, Runnable through) {
    Map<Path, String> paths = new HashMap<>();
    files.forEach(file -> paths.put(file.location(), file.path()));
    AudioCopies.run(
        store,
        files.stream()
            .map(file -> new AudioCopies.Source(file.location(), file.recording()))
            .toList(),
        (source, failure) -> {
          if (failure != null) {
            failures.put(paths.get(source.file()), failure);
          }
          through.run();
        });
  }

  /**
   * Which asset of the lecture already is this audio, its present one before former ones. Retagging
   * makes no new asset: the sound is the same, and what listeners have downloaded stays good.
   *
   * @return null when there is none, or its bytes are lost and this file does not bring them back
   */
  private UUID assetWithSameAudio(UUID lectureId, FoundFile file) throws IOException {
    List<AssetRow> same =
        assetsByLecture.getOrDefault(lectureId, List.of()).stream()
            .filter(asset -> asset.audioSha256().equals(file.audioSha256()))
            .sorted(presentFirst(known.get(lectureId).assetId()))
            .toList();
    for (AssetRow asset : same) {
      if (asset.sha256().equals(file.recording().sha256())) {
        if (check) {
          return asset.id();
        }
        store.add(file.location(), file.recording());
      }
      if (store.holds(asset.sha256(), asset.format(), asset.sizeBytes())) {
        return asset.id();
      }
    }
    return null;
  }

  /** A lecture's present asset before the others, and those always in the same order. */
  static Comparator<AssetRow> presentFirst(UUID present) {
    return Comparator.<AssetRow, Boolean>comparing(asset -> !asset.id().equals(present))
        .thenComparing(AssetRow::id);
  }
}
