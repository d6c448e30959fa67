package app.durus.server.app;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.LinkTitles;
import app.durus.server.catalogue.LinkTitles.Kind;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import app.durus.server.shell.LinkPreview;
import app.durus.server.shell.LinkPreview.LinkedLecture;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes previews of links out of the catalogue's titles. */
record LinkPreviews(LinkTitles titles) {

  private static final Map<String, Kind> KINDS =
      Map.of("lectures", Kind.LECTURE, "series", Kind.SERIES, "scholars", Kind.SCHOLAR);

  /** The app's own picture, for what has none. */
  private static final String ICON = "/icons/icon-512.png";

  Future<Optional<LinkPreview>> of(String pages, UUID id) {
    return titles.of(KINDS.get(pages), id).map(title -> title.map(LinkPreviews::preview));
  }

  private static LinkPreview preview(LinkTitle title) {
    String by = joined(title.series(), title.scholar());
    String picture = title.cover() == null ? ICON : "/covers/" + title.cover() + "-768.jpg";
    return new LinkPreview(
        title.title(), joined(by, title.description()), picture, linkedLecture(by, title.rows()));
  }

  private static String joined(@Nullable String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(" · "));
  }

  private static @Nullable LinkedLecture linkedLecture(String by, List<CatalogueRows.Row> rows) {
    if (rows.isEmpty()) {
      return null;
    }
    CatalogueChanges page = CatalogueApi.page("", 0, true, rows);
    return new LinkedLecture(
        by,
        page.assets().getFirst().url(),
        new String(CatalogueApi.json(page), StandardCharsets.UTF_8));
  }
}
