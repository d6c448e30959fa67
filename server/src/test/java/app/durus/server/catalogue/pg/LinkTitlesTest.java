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
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
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
  private static LinkTitles titles;

  @BeforeAll
  static void aCatalogue(TestDatabase database) {
    vertx = Vertx.vertx();
    Pool pool = database.pool(vertx);
    titles = new PgLinkTitles(pool);
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
    assertThat(titles.of(Kind.LECTURE, INSIDE.id()).await())
        .contains(new LinkTitle("Inside", "A Series", "A Scholar", null, COVER));
    assertThat(titles.of(Kind.LECTURE, ALONE.id()).await())
        .contains(new LinkTitle("Alone", null, "A Scholar", null, null));
  }

  @Test
  void aSeriesAndAScholarAreShownByTheirOwn() {
    assertThat(titles.of(Kind.SERIES, SERIES).await())
        .contains(new LinkTitle("A Series", null, "A Scholar", "About it", COVER));
    assertThat(titles.of(Kind.SCHOLAR, SCHOLAR).await())
        .contains(new LinkTitle("A Scholar", null, null, null, null));
  }

  @Test
  void whatIsNotPublishedOrNotThereIsNotShown() {
    assertThat(titles.of(Kind.LECTURE, WITHDRAWN.id()).await()).isEmpty();
    assertThat(titles.of(Kind.LECTURE, SERIES).await()).isEmpty();
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
