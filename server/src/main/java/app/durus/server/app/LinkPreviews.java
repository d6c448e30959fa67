package app.durus.server.app;

import app.durus.server.catalogue.LinkTitles;
import app.durus.server.catalogue.LinkTitles.Kind;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import app.durus.server.shell.LinkPreview;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    String description =
        Stream.of(title.series(), title.scholar(), title.description())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(" · "));
    String picture = title.cover() == null ? ICON : "/covers/" + title.cover() + "-768.jpg";
    return new LinkPreview(title.title(), description, picture);
  }
}
