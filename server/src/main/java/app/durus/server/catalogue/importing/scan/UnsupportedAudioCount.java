package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts recordings of unsupported formats by folder and extension, so that the operator knows why
 * they are not in the app. Files whose extensions {@link app.durus.server.audio.format.AudioFormat}
 * knows are imported and not counted here.
 */
final class UnsupportedAudioCount {

  private static final Set<String> ENDINGS =
      Set.of(
          "3ga", "aa", "aac", "aax", "ac3", "adts", "aif", "aifc", "aiff", "amr", "ape", "asf",
          "au", "avi", "awb", "caf", "dff", "ds2", "dsf", "dss", "dts", "dvf", "eac3", "ec3", "f4a",
          "f4v", "flv", "gsm", "m2ts", "m4p", "mka", "mkv", "mlp", "mmf", "mov", "mp1", "mp2",
          "mpa", "mpc", "mpeg", "mpg", "msv", "mts", "ofr", "ogm", "ogv", "ogx", "qcp", "ra", "ram",
          "rm", "rmvb", "shn", "snd", "spx", "tak", "thd", "ts", "tta", "vob", "voc", "vox", "w64",
          "wav", "wave", "weba", "webm", "wm", "wma", "wmv", "wv");

  private record FolderAndEnding(String folder, String ending) {}

  private final Map<FolderAndEnding, Integer> counts =
      new TreeMap<>(
          (a, b) -> {
            int order = NaturalOrder.INSTANCE.compare(a.folder, b.folder);
            return order != 0 ? order : a.ending.compareTo(b.ending);
          });

  /**
   * Counts the file if it has such an extension.
   *
   * @param path relative, with '/'
   */
  void note(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (ENDINGS.contains(ending)) {
      counts.merge(new FolderAndEnding(LibraryOverrides.folder(path), ending), 1, Integer::sum);
    }
  }

  List<ImportProblem> problems() {
    List<ImportProblem> problems = new ArrayList<>();
    counts.forEach(
        (kind, count) ->
            problems.add(
                new ImportProblem(
                    kind.folder,
                    "Recordings of a kind that is not imported ("
                        + kind.ending
                        + "): "
                        + count
                        + ". Converted to MP3 or M4A, they will be.")));
    return problems;
  }
}
