package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.errors.RequestError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CataloguePagesTest {

  private TestDatabase database;
  private Vertx vertx;
  private Pool pool;
  private CatalogueApi api;

  @BeforeEach
  void anEmptyCatalogue(TestDatabase database) {
    this.database = database;
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    api = new CatalogueApi(new PgCatalogue(pool));
    pool.query(
            "TRUNCATE scholar, series, lecture, audio_asset, library; UPDATE catalogue SET"
                + " revision = 0")
        .execute()
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void anEmptyCatalogueHasOnlyAnEpoch() {
    CatalogueChanges page = api.changes(0).await();
    assertThat(page.epoch()).matches("[0-9a-f]{32}");
    assertThat(page.cursor()).isZero();
    assertThat(page.more()).isFalse();
    assertThat(page.scholars()).isEmpty();
  }

  @Test
  @DisplayName("R12, R14: pages ascend, hold at most 1,000 rows, and together hold every row once")
  void pagesAreExact() {
    write(scholars(700), lectures(900));
    List<Integer> sizes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    long cursor = 0;
    CatalogueChanges page;
    do {
      page = api.changes(cursor).await();
      assertThat(page.cursor()).isGreaterThan(cursor);
      cursor = page.cursor();
      List<String> onPage = ids(page);
      sizes.add(onPage.size());
      ids.addAll(onPage);
    } while (page.more());
    assertThat(sizes).containsExactly(1_000, 1_000, 501);
    assertThat(ids).doesNotHaveDuplicates().hasSize(700 + 1 + 2 * 900);
    assertThat(ids(api.changes(cursor).await())).isEmpty();
    assertThat(api.changes(cursor).await().cursor()).isEqualTo(cursor);
  }

  @Test
  void anExactlyFullLastPageHasNoSuccessor() {
    write(scholars(1_000), List.of());
    CatalogueChanges page = api.changes(0).await();
    assertThat(page.scholars()).hasSize(1_000);
    assertThat(page.more()).isFalse();
  }

  @Test
  void onlyAChangedRowIsSentAgain() {
    List<ScholarRow> scholars = scholars(3);
    write(scholars, List.of());
    long cursor = api.changes(0).await().cursor();
    ScholarRow second = scholars.get(1);
    write(List.of(new ScholarRow(second.id(), second.name(), false)), List.of());
    CatalogueChanges page = api.changes(cursor).await();
    assertThat(page.scholars())
        .singleElement()
        .satisfies(
            scholar -> {
              assertThat(scholar.id()).isEqualTo(second.id().toString());
              assertThat(scholar.published()).isFalse();
            });
  }

  @Test
  @DisplayName("R12: a cursor never misses a change of an import that commits late")
  void revisionsAreCommittedInTheirOrder() {
    SqlConnection slow = pool.getConnection().await();
    Transaction open = slow.begin().await();
    List<ScholarRow> first = scholars(2);
    new CatalogueTables(slow).write(rows(first, List.of())).await();
    List<ScholarRow> second = scholars(2);
    Future<Void> waiting =
        pool.withTransaction(
            connection -> new CatalogueTables(connection).write(rows(second, List.of())));
    vertx.timer(300).await();
    // The second cannot have gone ahead with greater revisions, so nothing is visible yet.
    assertThat(waiting.isComplete()).isFalse();
    CatalogueChanges before = api.changes(0).await();
    assertThat(before.scholars()).isEmpty();
    open.commit().await();
    slow.close().await();
    waiting.await();
    assertThat(api.changes(before.cursor()).await().scholars())
        .extracting(scholar -> UUID.fromString(scholar.id()))
        .containsExactly(
            first.get(0).id(), first.get(1).id(), second.get(0).id(), second.get(1).id());
  }

  @Test
  @DisplayName("R13: a cursor above the revision is answered with the revision")
  void aCursorAboveTheRevisionGetsTheRevision() {
    write(scholars(3), List.of());
    CatalogueChanges page = api.changes(1_000_000).await();
    assertThat(page.cursor()).isEqualTo(3);
    assertThat(page.scholars()).isEmpty();
  }

  @Test
  void aCatalogueIsUntouchedUntilTheFirstImport() {
    PgCatalogue catalogue = new PgCatalogue(pool);
    assertThat(catalogue.isUntouched().await()).isTrue();
    catalogue
        .importing(
            importing -> importing.keep(new Catalogue.Library(UUID.randomUUID(), "/library", null)))
        .await();
    assertThat(catalogue.isUntouched().await()).isFalse();
  }

  @Test
  void anImportThatThrowsReleasesItsLock() {
    PgCatalogue catalogue = new PgCatalogue(pool);
    assertThatThrownBy(
            () ->
                catalogue
                    .importing(
                        importing -> {
                          throw new IllegalStateException("a bug");
                        })
                    .await())
        .hasMessage("a bug");
    // Another process: an advisory lock could be taken twice by the connection that holds it.
    Pool another = database.pool(vertx);
    assertThat(
            new PgCatalogue(another).importing(importing -> Future.succeededFuture("free")).await())
        .isEqualTo("free");
  }

  @Test
  void aNegativeCursorIsRefused() {
    assertThatThrownBy(() -> api.changes(-1).await())
        .isInstanceOf(RequestError.class)
        .hasMessageContaining("negative");
  }

  private void write(List<ScholarRow> scholars, List<LectureRow> lectures) {
    pool.withTransaction(c -> new CatalogueTables(c).write(rows(scholars, lectures))).await();
  }

  private static CatalogueRows rows(List<ScholarRow> scholars, List<LectureRow> lectures) {
    Set<UUID> teachers = lectures.stream().map(LectureRow::scholarId).collect(Collectors.toSet());
    List<ScholarRow> all = new ArrayList<>(scholars);
    teachers.forEach(id -> all.add(new ScholarRow(id, id.toString(), true)));
    List<AssetRow> assets =
        lectures.stream()
            .map(
                lecture ->
                    new AssetRow(
                        lecture.assetId(),
                        lecture.id(),
                        "a".repeat(64),
                        "b".repeat(64),
                        1,
                        1,
                        AudioFormat.MP3))
            .toList();
    return new CatalogueRows(all, List.of(), lectures, assets);
  }

  private static List<ScholarRow> scholars(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> UUID.randomUUID())
        .map(id -> new ScholarRow(id, "Scholar " + id, true))
        .toList();
  }

  private List<LectureRow> lectures(int count) {
    UUID library =
        pool.withConnection(
                c -> {
                  UUID id = UUID.randomUUID();
                  return new CatalogueTables(c)
                      .keep(new Catalogue.Library(id, "/library", null))
                      .map(id);
                })
            .await();
    UUID scholar = UUID.randomUUID();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new LectureRow(
                    UUID.randomUUID(),
                    library,
                    "p" + i,
                    scholar,
                    null,
                    0,
                    "Lecture " + i,
                    null,
                    UUID.randomUUID(),
                    true))
        .toList();
  }

  private static List<String> ids(CatalogueChanges page) {
    List<String> ids = new ArrayList<>();
    page.scholars().forEach(row -> ids.add(row.id()));
    page.series().forEach(row -> ids.add(row.id()));
    page.lectures().forEach(row -> ids.add(row.id()));
    page.assets().forEach(row -> ids.add(row.id()));
    return ids;
  }
}
