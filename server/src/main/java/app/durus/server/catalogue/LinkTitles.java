package app.durus.server.catalogue;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What published parts of the catalogue are called where a link to them is shown. */
public interface LinkTitles {

  /** The kinds that have a page of their own. */
  enum Kind {
    LECTURE,
    SERIES,
    SCHOLAR
  }

  /** What a link names. */
  record Link(Kind kind, UUID id) {}

  /**
   * @param title as its source has it
   * @param series the series of a lecture; null for everything else
   * @param scholar null for a scholar
   * @param description null without one
   * @param cover its picture's id in the {@code CoverStore}, or its series'; null without one
   * @param rows of a lecture: itself, its scholar, its series and its recording; empty for others
   */
  record LinkTitle(
      String title,
      @Nullable String series,
      @Nullable String scholar,
      @Nullable String description,
      @Nullable String cover,
      List<CatalogueRows.Row> rows) {}

  /** Empty when there is no such one, or it is not published. */
  Future<Optional<LinkTitle>> of(Kind kind, UUID id);
}
