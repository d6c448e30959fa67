package app.durus.server.catalogue.importing;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.importing.names.TotalOrder;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an import prints and prefers does not depend on the order of its work. */
class ImportOrdersTest {

  private final Random random = new Random(17);

  @Test
  void problemsAreInATotalOrder() {
    List<ImportProblem> problems = new ArrayList<>();
    for (String file : TotalOrder.names(80)) {
      problems.add(new ImportProblem(file, "It is odd."));
      problems.add(ImportProblem.failed(file, "It is odd."));
      problems.add(new ImportProblem(file, "It is empty. Skipped."));
    }
    TotalOrder.holds(ImportProblem.ORDER, problems);
  }

  @Test
  void assetsOfOneLectureAreInATotalOrder() {
    List<AssetRow> assets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // Java compares the halves of a UUID as signed numbers.
      assets.add(asset(new UUID(random.nextLong(), random.nextLong())));
      assets.add(asset(new UUID(random.nextInt(3) - 1L, random.nextInt(3) - 1L)));
    }
    List<AssetRow> different = assets.stream().distinct().toList();
    TotalOrder.holds(RecordingCopier.presentFirst(different.get(5).id()), different);
  }

  @Test
  void librariesAreInATotalOrder() {
    List<Libraries.Summary> libraries = new ArrayList<>();
    for (String place : TotalOrder.names(60)) {
      for (String name : new String[] {null, "", "صالح", place}) {
        libraries.add(
            new Libraries.Summary("/" + place, name, random.nextInt(2), random.nextBoolean()));
      }
    }
    TotalOrder.holds(Libraries.BY_PLACE, libraries);
  }

  private static AssetRow asset(UUID id) {
    return new AssetRow(id, new UUID(0, 1), "a".repeat(64), "b".repeat(64), 1, 1, AudioFormat.MP3);
  }
}
