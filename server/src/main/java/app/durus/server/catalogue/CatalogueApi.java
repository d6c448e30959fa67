package app.durus.server.catalogue;

import app.durus.contract.AudioAsset;
import app.durus.contract.CatalogueChanges;
import app.durus.contract.Lecture;
import app.durus.contract.Scholar;
import app.durus.contract.Series;
import app.durus.contract.Translation;
import app.durus.server.catalogue.CatalogueRows.AddedLecture;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.errors.RequestError;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Answers the contract's {@code CatalogueEndpoint}. */
public final class CatalogueApi {

  /** Rows of all kinds together (R14). */
  static final int PAGE_ROWS = 1_000;

  private final Catalogue catalogue;

  public CatalogueApi(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * A page of what changed, ascending by revision, at most {@value #PAGE_ROWS} rows. Every row has
   * a revision of its own, so a page can end after any of them.
   *
   * @param cursor the last answer's; one above the newest revision is answered with that revision
   *     and nothing else, which tells the device to start over (R13)
   * @return fails with a {@link RequestError} for a negative cursor
   */
  public Future<CatalogueChanges> changes(long cursor) {
    if (cursor < 0) {
      return Future.failedFuture(RequestError.invalid("A cursor is never negative."));
    }
    // One more than a page holds tells whether there is more.
    return catalogue.changes(cursor, PAGE_ROWS + 1).map(page -> answer(cursor, page));
  }

  private static CatalogueChanges answer(long cursor, Catalogue.Page page) {
    List<Scholar> scholars = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    List<Lecture> lectures = new ArrayList<>();
    List<AudioAsset> assets = new ArrayList<>();
    long last = Math.min(cursor, page.newest());
    boolean more = page.changes().size() > PAGE_ROWS;
    for (var change : more ? page.changes().subList(0, PAGE_ROWS) : page.changes()) {
      switch (change.row()) {
        case ScholarRow row -> scholars.add(scholar(row));
        case SeriesRow row -> series.add(series(row));
        case AddedLecture added -> lectures.add(lecture(added.lecture(), added.addedAtMs()));
        case AssetRow row -> assets.add(asset(row));
        case LectureRow row -> throw new IllegalStateException("when was it added? " + row.id());
      }
      last = change.revision();
    }
    return new CatalogueChanges(page.epoch(), last, more, scholars, series, lectures, assets);
  }

  private static Scholar scholar(ScholarRow row) {
    DisplayMetadata shown = row.presentation();
    return new Scholar(
        row.id().toString(), row.name(), row.published(), shown.description(), translations(shown));
  }

  private static Series series(SeriesRow row) {
    DisplayMetadata shown = row.presentation();
    return new Series(
        row.id().toString(),
        row.scholarId().toString(),
        row.title(),
        row.published(),
        cover(shown),
        shown.description(),
        translations(shown));
  }

  private static Lecture lecture(LectureRow row, long addedAtMs) {
    return new Lecture(
        row.id().toString(),
        row.scholarId().toString(),
        row.seriesId() == null ? null : row.seriesId().toString(),
        row.number(),
        row.title(),
        row.language(),
        row.assetId().toString(),
        addedAtMs,
        row.published(),
        cover(row.presentation()),
        row.presentation().description(),
        translations(row.presentation()));
  }

  private static String cover(DisplayMetadata shown) {
    return shown.cover() == null ? null : "covers/" + shown.cover();
  }

  private static List<Translation> translations(DisplayMetadata shown) {
    return shown.translations().isEmpty()
        ? null
        : shown.translations().stream()
            .map(one -> new Translation(one.language(), one.title(), one.description()))
            .toList();
  }

  private static AudioAsset asset(AssetRow row) {
    return new AudioAsset(
        row.id().toString(),
        row.lectureId().toString(),
        "audio/" + row.sha256() + "." + row.format().extension(),
        row.sha256(),
        row.sizeBytes(),
        row.durationMs(),
        row.format().mediaType());
  }
}
