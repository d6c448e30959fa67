package app.durus.server.catalogue.importing.report;

import app.durus.server.catalogue.importing.names.NaturalOrder;
import java.util.Comparator;
import java.util.List;

/**
 * A scholar of a library, as an import leaves him.
 *
 * @param lectures of the library, those in series included
 * @param series in the natural order of their titles
 */
public record ScholarSummary(String name, int lectures, List<SeriesSummary> series) {

  /** By name. */
  public static final Comparator<ScholarSummary> ORDER =
      Comparator.comparing(ScholarSummary::name, NaturalOrder.INSTANCE);

  /**
   * @param lectures of the library
   */
  public record SeriesSummary(String title, int lectures) {

    /** By title. */
    public static final Comparator<SeriesSummary> ORDER =
        Comparator.comparing(SeriesSummary::title, NaturalOrder.INSTANCE);
  }

  /** How many lectures are in no series. */
  public int single() {
    return lectures - series.stream().mapToInt(SeriesSummary::lectures).sum();
  }
}
