package app.durus.server.catalogue.importing.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which lecture each file of an import is. Pure.
 *
 * <p>The steps are applied in this order, each to the files that the steps before left over:
 *
 * <ol>
 *   <li>the operator states the lecture's id;
 *   <li>same path, same audio: unchanged;
 *   <li>same audio: renamed, renumbered or moved;
 *   <li>same path: its recording was replaced;
 *   <li>audio that a lecture had formerly: an older recording came back under another name;
 *   <li>otherwise it is new.
 * </ol>
 *
 * When audio fits several files or several lectures, none is chosen: the files are set aside and
 * the lectures stay as they are.
 */
public final class LectureMatcher {

  /**
   * A file.
   *
   * @param path unique in the import
   * @param statedId the lecture's id as the operator states it; null for none
   */
  public record Candidate(String path, String audioSha256, UUID statedId) {

    Candidate(String path, String audioSha256) {
      this(path, audioSha256, null);
    }
  }

  /**
   * A lecture that this library had at its last import, published or not.
   *
   * @param path null when another lecture has it now
   * @param formerAudio the audio of its former assets
   */
  public record Known(UUID id, String path, String audioSha256, Set<String> formerAudio) {}

  /**
   * @param recognized lectures by path
   * @param added paths of new lectures
   * @param missing lectures without a file
   * @param setAside sentences by path, for files that are not imported
   */
  public record Outcome(
      Map<String, UUID> recognized,
      Set<String> added,
      Set<UUID> missing,
      Map<String, String> setAside) {}

  private final Map<String, Candidate> files = new LinkedHashMap<>();
  private final Map<UUID, Known> lectures = new LinkedHashMap<>();
  private final Map<String, UUID> recognized = new LinkedHashMap<>();
  private final Map<String, String> setAside = new LinkedHashMap<>();
  private final Set<String> contestedPaths = new HashSet<>();
  private final Set<String> added = new LinkedHashSet<>();

  private LectureMatcher(List<Candidate> files, List<Known> lectures) {
    files.forEach(file -> this.files.put(file.path(), file));
    lectures.forEach(lecture -> this.lectures.put(lecture.id(), lecture));
  }

  public static Outcome of(List<Candidate> files, List<Known> lectures) {
    return of(files, lectures, Set.of());
  }

  /**
   * @param elsewhere lectures of other libraries
   */
  public static Outcome of(List<Candidate> files, List<Known> lectures, Set<UUID> elsewhere) {
    LectureMatcher recognition = new LectureMatcher(files, lectures);
    recognition.byStatedId(elsewhere);
    recognition.byPath(true);
    recognition.byAudio(lecture -> Set.of(lecture.audioSha256()));
    recognition.byPath(false);
    recognition.byAudio(Known::formerAudio);
    recognition.added.addAll(recognition.files.keySet());
    return new Outcome(
        recognition.recognized,
        recognition.added,
        recognition.lectures.keySet(),
        recognition.setAside);
  }

  /** The operator's id is final, also for a lecture that does not exist yet. */
  private void byStatedId(Set<UUID> elsewhere) {
    Map<UUID, List<Candidate>> claims = new LinkedHashMap<>();
    for (Candidate file : files.values()) {
      if (file.statedId() != null) {
        claims.computeIfAbsent(file.statedId(), key -> new ArrayList<>()).add(file);
      }
    }
    claims.forEach(
        (id, claimants) -> {
          Known lecture = lectures.get(id);
          if (claimants.size() > 1) {
            lectures.remove(id);
            claimants.forEach(file -> setAside(file, "Several files have the same id; skipped."));
          } else if (elsewhere.contains(id)) {
            setAside(
                claimants.getFirst(), "Its id is that of a lecture in another library; skipped.");
          } else if (lecture != null) {
            recognize(claimants.getFirst(), lecture);
          } else {
            added.add(claimants.getFirst().path());
            files.remove(claimants.getFirst().path());
          }
        });
  }

  private void byPath(boolean sameAudio) {
    for (Known lecture : List.copyOf(lectures.values())) {
      Candidate file = lecture.path() == null ? null : files.get(lecture.path());
      if (file != null && (!sameAudio || file.audioSha256().equals(lecture.audioSha256()))) {
        recognize(file, lecture);
      }
    }
    for (Candidate file : List.copyOf(files.values())) {
      if (contestedPaths.contains(file.path())) {
        setAside(
            file,
            "The recording that had this name is elsewhere now, and it is unclear where; skipped"
                + " until that is clear.");
      }
    }
  }

  private void byAudio(Function<Known, Set<String>> audioOf) {
    Map<String, List<Candidate>> filesByAudio =
        files.values().stream().collect(Collectors.groupingBy(Candidate::audioSha256));
    Map<String, List<Known>> lecturesByAudio = new HashMap<>();
    for (Known lecture : lectures.values()) {
      for (String audio : audioOf.apply(lecture)) {
        lecturesByAudio.computeIfAbsent(audio, key -> new ArrayList<>()).add(lecture);
      }
    }
    List<Candidate> contested = new ArrayList<>();
    Map<UUID, List<Candidate>> claims = new LinkedHashMap<>();
    filesByAudio.forEach(
        (audio, sameFiles) -> {
          List<Known> sameLectures = lecturesByAudio.getOrDefault(audio, List.of());
          sameLectures.forEach(
              lecture ->
                  claims.computeIfAbsent(lecture.id(), key -> new ArrayList<>()).addAll(sameFiles));
          if (sameLectures.size() > 1) {
            contested.addAll(sameFiles);
          }
        });
    claims.values().stream().filter(files -> files.size() > 1).forEach(contested::addAll);
    Set<Candidate> unclear = new HashSet<>(contested);
    claims.forEach((id, claimants) -> settle(lectures.get(id), claimants, unclear));
  }

  private void settle(Known lecture, List<Candidate> claimants, Set<Candidate> unclear) {
    if (claimants.size() == 1 && !unclear.contains(claimants.getFirst())) {
      recognize(claimants.getFirst(), lecture);
      return;
    }
    lectures.remove(lecture.id());
    if (lecture.path() != null) {
      contestedPaths.add(lecture.path());
    }
    for (Candidate file : claimants) {
      setAside(
          file,
          "Several files or several known lectures have this same audio, so it cannot be told which"
              + " lecture this is; skipped. Giving it back its former name settles it.");
    }
  }

  private void recognize(Candidate file, Known lecture) {
    recognized.put(file.path(), lecture.id());
    files.remove(file.path());
    lectures.remove(lecture.id());
  }

  private void setAside(Candidate file, String sentence) {
    files.remove(file.path());
    setAside.putIfAbsent(file.path(), sentence);
  }
}
