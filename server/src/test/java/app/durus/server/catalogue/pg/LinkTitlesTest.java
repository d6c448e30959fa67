package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.LinkTitles;
import app.durus.server.catalogue.LinkTitles.Kind;
import app.durus.server.catalogue.LinkTitles.Link;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LinkTitlesTest {

  private static final UUID SCHOLAR = UUID.randomUUID();
  private static final UUID SERIES = UUID.randomUUID();
  private static final String COVER = "c".repeat(64);

  private static final LectureRow INSIDE = lecture(SERIES, "Inside", true);
  private static final LectureRow ALONE = lecture(null, "Alone", true);
  private static final LectureRow WITHDRAWN = lecture(null, "Withdrawn", false);

  private static Vertx vertx;
  private static Pool pool;
  private static PgLinkTitles store;
  private static LinkTitles titles;

  @BeforeAll
  static void aCatalogue(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    store = new PgLinkTitles(pool);
    titles =
        (kind, id) ->
            store
                .read(Set.of(new Link(kind, id)))
                .map(found -> Optional.ofNullable(found.get(new Link(kind, id))));
    List<LectureRow> lectures = List.of(INSIDE, ALONE, WITHDRAWN);
    DisplayMetadata shown = new DisplayMetadata("About it", COVER, List.of());
    CatalogueRows rows =
        new CatalogueRows(
            List.of(new ScholarRow(SCHOLAR, "A Scholar", true)),
            List.of(new SeriesRow(SERIES, SCHOLAR, "A Series", shown, true)),
            lectures,
            lectures.stream().map(LinkTitlesTest::assetOf).toList());
    pool.withTransaction(
            c ->
                c.query(
                        "INSERT INTO library (id, root) VALUES ('"
                            + INSIDE.libraryId()
                            + "', '/l')")
                    .execute()
                    .compose(done -> new CatalogueTables(c).write(rows)))
        .await();
  }

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  @Test
  void aLectureIsShownWithSeriesScholarAndTheSeriesPicture() {
    LinkTitle inside = titles.of(Kind.LECTURE, INSIDE.id()).await().orElseThrow();
    assertThat(inside)
        .isEqualTo(new LinkTitle("Inside", "A Series", "A Scholar", null, COVER, inside.rows()));
    assertThat(inside.rows())
        .extracting(CatalogueRows.Row::id)
        .containsExactlyInAnyOrder(SCHOLAR, SERIES, INSIDE.id(), INSIDE.assetId());
    LinkTitle alone = titles.of(Kind.LECTURE, ALONE.id()).await().orElseThrow();
    assertThat(alone)
        .isEqualTo(new LinkTitle("Alone", null, "A Scholar", null, null, alone.rows()));
    assertThat(alone.rows())
        .extracting(CatalogueRows.Row::id)
        .containsExactlyInAnyOrder(SCHOLAR, ALONE.id(), ALONE.assetId());
  }

  @Test
  void aSeriesAndAScholarAreShownByTheirOwn() {
    assertThat(titles.of(Kind.SERIES, SERIES).await())
        .contains(new LinkTitle("A Series", null, "A Scholar", "About it", COVER, List.of()));
    assertThat(titles.of(Kind.SCHOLAR, SCHOLAR).await())
        .contains(new LinkTitle("A Scholar", null, null, null, null, List.of()));
  }

  @Test
  void whatIsNotPublishedOrNotThereIsNotShown() {
    assertThat(titles.of(Kind.LECTURE, WITHDRAWN.id()).await()).isEmpty();
    assertThat(titles.of(Kind.LECTURE, SERIES).await()).isEmpty();
  }

  @Test
  void linksOfAllKindsAreReadTogether() {
    Link lecture = new Link(Kind.LECTURE, INSIDE.id());
    Link series = new Link(Kind.SERIES, SERIES);
    Link scholar = new Link(Kind.SCHOLAR, SCHOLAR);
    Link nothing = new Link(Kind.SERIES, SCHOLAR);
    assertThat(store.read(Set.of(lecture, series, scholar, nothing)).await())
        .containsOnlyKeys(lecture, series, scholar);
  }

  @Test
  void theVersionChangesWithTheCatalogue() {
    String before = store.version().await();
    assertThat(store.version().await()).isEqualTo(before);
    pool.query("UPDATE catalogue SET revision = revision + 1").execute().await();
    assertThat(store.version().await()).isNotEqualTo(before);
  }

  private static LectureRow lecture(UUID series, String title, boolean published) {
    return new LectureRow(
        UUID.randomUUID(),
        new UUID(7, 7),
        title,
        SCHOLAR,
        series,
        series == null ? 0 : 1,
        title,
        null,
        UUID.randomUUID(),
        published);
  }

  private static AssetRow assetOf(LectureRow lecture) {
    return new AssetRow(
        lecture.assetId(), lecture.id(), "a".repeat(64), "b".repeat(64), 1, 1, AudioFormat.MP3);
  }
}
