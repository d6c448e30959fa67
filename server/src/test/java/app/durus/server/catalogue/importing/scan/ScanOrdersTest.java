package app.durus.server.catalogue.importing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.names.TotalOrder;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a scan finds does not depend on the order in which a file system hands out names. */
class ScanOrdersTest {

  @Test
  void thePictureOfAFolderIsChosenByATotalOrder() {
    TotalOrder.holds(ImportedCovers.ORDER, TotalOrder.names(250));
  }

  @Test
  void kindsThatAreNotImportedAreCountedInATotalOrder() {
    List<String> paths = new ArrayList<>();
    TotalOrder.names(100).forEach(name -> paths.addAll(List.of(name + "/x.wav", name + "/y.WMA")));
    List<ImportProblem> told = told(paths);
    assertThat(told).hasSize(200);
    Collections.shuffle(paths, new Random(17));
    assertThat(told(paths)).isEqualTo(told);
  }

  private static List<ImportProblem> told(List<String> paths) {
    UnsupportedAudioCount count = new UnsupportedAudioCount();
    paths.forEach(count::note);
    return count.problems();
  }
}
