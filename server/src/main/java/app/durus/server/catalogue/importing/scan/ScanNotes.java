package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.report.ImportProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one scan tells beside the recordings that it found. For one thread. */
final class ScanNotes {

  private final Set<String> unreadable = new HashSet<>();
  private final List<ImportProblem> problems = new ArrayList<>();

  /** Paths of files and folders that are there but say nothing. Callers may add to it. */
  Set<String> unreadable() {
    return unreadable;
  }

  /** In no order. Callers may add to it. */
  List<ImportProblem> problems() {
    return problems;
  }

  /** Notes an oddity that makes no difference to what is known of the file. */
  void remark(String path, String sentence) {
    problems.add(new ImportProblem(path, sentence));
  }

  /** Notes a file or folder that is there and cannot be read: what is known of it stays. */
  void leave(String path, String sentence) {
    unreadable.add(path);
    problems.add(ImportProblem.failed(path, sentence));
  }
}
