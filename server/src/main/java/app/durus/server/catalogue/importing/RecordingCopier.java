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
 * left out. Blocking; used once.
 */
final class RecordingCopier {

  private final AudioStore store;
  private final boolean check;
  private final ImportProgress progress;
  private final Map<UUID, LectureRow> known;
  private final Map<UUID, List<AssetRow>> assetsByLecture;
  private final Map<String, FoundFile> wanted = new LinkedHashMap<>();
  private final Map<String, UUID> assetIds = new HashMap<>();
  private final Map<String, IOException> failures = new ConcurrentHashMap<>();
  private final AtomicInteger through = new AtomicInteger();
  private List<FoundFile> lacking = List.of();
  private int all;

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
   * Finds out which recordings the store lacks.
   *
   * @param outcome which lectures the files are; those that it sets aside are not copied
   */
  void choose(List<FoundFile> files, LectureMatcher.Outcome outcome) {
    all = files.size();
    for (FoundFile file : files) {
      if (!outcome.setAside().containsKey(file.path())) {
        wanted.put(file.path(), file);
      }
    }
    through.set(all - wanted.size());
    List<FoundFile> missing = new ArrayList<>();
    for (FoundFile file : wanted.values()) {
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
      tell();
    }
    lacking = missing;
  }

  /** How much {@link #copy} is going to copy. */
  long bytesToCopy() {
    return lacking.stream().mapToLong(file -> file.recording().sizeBytes()).sum();
  }

  /**
   * Copies what the store lacks, and brings the names to the disk, also of copies that a former
   * import made and did not come to name in a row. A second call copies nothing. {@link #outcome}
   * may be called meanwhile.
   *
   * @return whether all were copied
   * @throws IOException when the names cannot be brought to the disk
   */
  boolean copy() throws IOException {
    List<FoundFile> files = lacking;
    lacking = List.of();
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
          tell();
        });
    List<String> stored =
        files.stream()
            .filter(file -> !failures.containsKey(file.path()))
            .map(file -> file.recording().sha256())
            .toList();
    store.syncNames(stored);
    return stored.size() == files.size();
  }

  /** Without those recordings that could not be copied so far. */
  Outcome outcome() {
    Map<String, IOException> failed = Map.copyOf(failures);
    Map<String, FoundFile> kept = new LinkedHashMap<>(wanted);
    kept.keySet().removeAll(failed.keySet());
    return new Outcome(kept, assetIds, failed);
  }

  private void tell() {
    synchronized (progress) {
      progress.through(ImportProgress.Stage.KEEPING, through.incrementAndGet(), all);
    }
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
