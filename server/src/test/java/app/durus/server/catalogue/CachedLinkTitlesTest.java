package app.durus.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.catalogue.LinkTitles.Kind;
import app.durus.server.catalogue.LinkTitles.Link;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CachedLinkTitlesTest {

  private static final UUID KNOWN = new UUID(1, 1);
  private static final int STRANGERS = 10_000;

  /** Counts its reads. A read ends when the test says so. */
  private static final class SlowStore implements LinkTitleStore {

    private final List<Promise<Void>> underWay = new ArrayList<>();
    private final List<Integer> linksOfReads = new ArrayList<>();
    private String version = "1";
    private String title = "Patience";
    private int mostAtOnce;
    private int versions;

    @Override
    public Future<String> version() {
      versions++;
      return slowly().map(done -> version);
    }

    @Override
    public Future<Map<Link, LinkTitle>> read(Set<Link> links) {
      linksOfReads.add(links.size());
      Set<Link> wanted = new HashSet<>(links);
      Map<Link, LinkTitle> found = new HashMap<>();
      if (wanted.contains(new Link(Kind.LECTURE, KNOWN))) {
        found.put(
            new Link(Kind.LECTURE, KNOWN),
            new LinkTitle(title, null, "A Scholar", null, null, List.of()));
      }
      return slowly().map(done -> found);
    }

    private Future<Void> slowly() {
      Promise<Void> end = Promise.promise();
      underWay.add(end);
      mostAtOnce = Math.max(mostAtOnce, underWay.size());
      return end.future();
    }

    void endAll() {
      while (!underWay.isEmpty()) {
        underWay.removeFirst().complete();
      }
    }

    void failAll() {
      while (!underWay.isEmpty()) {
        underWay.removeFirst().fail("the database is away");
      }
    }
  }

  private final SlowStore store = new SlowStore();
  private final AtomicLong nanos = new AtomicLong();
  private final CachedLinkTitles titles = new CachedLinkTitles(store, Runnable::run, nanos::get);

  private Optional<String> title(Kind kind, UUID id) {
    Future<Optional<LinkTitle>> asked = titles.of(kind, id);
    store.endAll();
    return asked.await().map(LinkTitle::title);
  }

  @Test
  @DisplayName("A crowd that loads one link costs one read")
  void aCrowdAtOneLink() {
    List<Future<Optional<LinkTitle>>> asked =
        IntStream.range(0, STRANGERS).mapToObj(i -> titles.of(Kind.LECTURE, KNOWN)).toList();
    store.endAll();

    assertThat(asked)
        .allSatisfy(one -> assertThat(one.await().orElseThrow().title()).isEqualTo("Patience"));
    assertThat(store.linksOfReads).containsExactly(1);
    assertThat(store.versions).isEqualTo(1);
    assertThat(store.mostAtOnce).isEqualTo(1);
  }

  @Test
  @DisplayName("A flood of links to nothing is read in large pieces, one at a time, and once")
  void aFloodOfLinksToNothing() {
    List<UUID> ids = IntStream.range(0, STRANGERS).mapToObj(i -> UUID.randomUUID()).toList();
    for (int round = 0; round < 3; round++) {
      List<Future<Optional<LinkTitle>>> asked =
          ids.stream().map(id -> titles.of(Kind.SERIES, id)).toList();
      store.endAll();
      assertThat(asked).allSatisfy(one -> assertThat(one.await()).isEmpty());
    }
    assertThat(store.linksOfReads)
        .hasSizeLessThanOrEqualTo(2 + STRANGERS / CachedLinkTitles.LINKS_TOGETHER);
    assertThat(store.mostAtOnce).isEqualTo(1);
  }

  @Test
  void theKeptTitlesAreBounded() {
    IntStream.range(0, 200_000)
        .forEach(
            i -> {
              titles.of(Kind.SCHOLAR, new UUID(2, i));
              store.endAll();
            });
    assertThat(titles.keptLinks()).isLessThan(100_000);
    assertThat(title(Kind.LECTURE, KNOWN)).contains("Patience");
  }

  @Test
  void aTitleIsReadAgainWhenTheCatalogueHasChanged() {
    assertThat(title(Kind.LECTURE, KNOWN)).contains("Patience");
    store.title = "Gratitude";
    nanos.addAndGet(CachedLinkTitles.FRESH.toNanos());
    assertThat(title(Kind.LECTURE, KNOWN)).as("the same version").contains("Patience");
    store.version = "2";
    nanos.addAndGet(CachedLinkTitles.FRESH.toNanos());
    assertThat(title(Kind.LECTURE, KNOWN)).contains("Gratitude");
    assertThat(store.linksOfReads).containsExactly(1, 1);
  }

  @Test
  void aFailureIsNotKept() {
    Future<Optional<LinkTitle>> failing = titles.of(Kind.LECTURE, KNOWN);
    store.failAll();
    assertThatThrownBy(failing::await).hasMessageContaining("away");
    assertThat(title(Kind.LECTURE, KNOWN)).contains("Patience");
  }

  @Test
  void kindsAreApart() {
    assertThat(title(Kind.LECTURE, KNOWN)).contains("Patience");
    assertThat(title(Kind.SERIES, KNOWN)).isEmpty();
  }
}
