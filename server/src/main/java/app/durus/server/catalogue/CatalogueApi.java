package app.durus.server.catalogue;

import app.durus.contract.catalogue.AudioAsset;
import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Chapter;
import app.durus.contract.catalogue.Lecture;
import app.durus.contract.catalogue.Scholar;
import app.durus.contract.catalogue.Series;
import app.durus.contract.catalogue.Translation;
import app.durus.server.catalogue.CatalogueRows.AddedLecture;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.errors.RequestError;
import app.durus.server.records.RecordMapper;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Implements the contract's {@code CatalogueEndpoint}. */
public final class CatalogueApi {

  /** Rows of all kinds together (R14). */
  static final int PAGE_ROWS = 1_000;

  private static final RecordMapper<ScholarRow, Scholar> SCHOLAR =
      toWire(
          Scholar.class,
          ScholarRow.class,
          Function.identity(),
          displayed(ScholarRow::presentation, Map.of()));

  private static final RecordMapper<SeriesRow, Series> SERIES =
      toWire(
          Series.class,
          SeriesRow.class,
          Function.identity(),
          displayed(SeriesRow::presentation, Map.of()));

  private static final RecordMapper<AddedLecture, Lecture> LECTURE =
      toWire(
          Lecture.class,
          LectureRow.class,
          AddedLecture::lecture,
          displayed(
              added -> added.lecture().presentation(),
              Map.of(
                  "addedAt",
                  AddedLecture::addedAtMs,
                  "chapters",
                  added -> chapters(added.lecture()))));

  private static final RecordMapper<AssetRow, AudioAsset> ASSET =
      toWire(
          AudioAsset.class,
          AssetRow.class,
          Function.identity(),
          Map.of("url", CatalogueApi::url, "mediaType", row -> row.format().mediaType()));

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

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
    boolean more = page.changes().size() > PAGE_ROWS;
    List<Catalogue.Change> changes = more ? page.changes().subList(0, PAGE_ROWS) : page.changes();
    long last = changes.isEmpty() ? Math.min(cursor, page.newest()) : changes.getLast().revision();
    return page(page.epoch(), last, more, changes.stream().map(Catalogue.Change::row).toList());
  }

  /** A value of the contract as JSON, as calls are answered. */
  public static byte[] json(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not writable as JSON", e);
    }
  }

  /** Rows as a page of the contract. */
  public static CatalogueChanges page(
      String epoch, long cursor, boolean more, List<CatalogueRows.Row> rows) {
    List<Scholar> scholars = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    List<Lecture> lectures = new ArrayList<>();
    List<AudioAsset> assets = new ArrayList<>();
    for (CatalogueRows.Row each : rows) {
      switch (each) {
        case ScholarRow row -> scholars.add(SCHOLAR.map(row));
        case SeriesRow row -> series.add(SERIES.map(row));
        case AddedLecture added -> lectures.add(LECTURE.map(added));
        case AssetRow row -> assets.add(ASSET.map(row));
        case LectureRow row -> throw new IllegalStateException("when was it added? " + row.id());
      }
    }
    return new CatalogueChanges(epoch, cursor, more, scholars, series, lectures, assets);
  }

  /**
   * Maps a row to a record of the contract. A component gets the value of the row's component of
   * the same name, unless {@code others} has it. Components that the contract does not have stay on
   * the server.
   */
  private static <S, R extends Record, W extends Record> RecordMapper<S, W> toWire(
      Class<W> wireType, Class<R> rowType, Function<S, R> row, Map<String, Function<S, ?>> others) {
    Map<String, Function<S, ?>> members = new HashMap<>();
    RecordMapper.accessors(rowType)
        .forEach(
            (name, read) -> members.put(name, row.andThen(read).andThen(CatalogueApi::wireValue)));
    members.putAll(others);
    members
        .keySet()
        .retainAll(
            Arrays.stream(wireType.getRecordComponents()).map(RecordComponent::getName).toList());
    return new RecordMapper<>(wireType, members);
  }

  private static Object wireValue(Object value) {
    return value instanceof UUID id ? id.toString() : value;
  }

  private static <S> Map<String, Function<S, ?>> displayed(
      Function<S, DisplayMetadata> metadata, Map<String, Function<S, ?>> others) {
    Map<String, Function<S, ?>> members = new HashMap<>(others);
    members.put("cover", metadata.andThen(CatalogueApi::cover));
    members.put("description", metadata.andThen(DisplayMetadata::description));
    members.put("translations", metadata.andThen(CatalogueApi::translations));
    return members;
  }

  private static String url(AssetRow asset) {
    return "audio/" + asset.sha256() + "." + asset.format().extension();
  }

  private static String cover(DisplayMetadata metadata) {
    return metadata.cover() == null ? null : "covers/" + metadata.cover();
  }

  private static List<Chapter> chapters(LectureRow lecture) {
    return lecture.chapters().isEmpty()
        ? null
        : lecture.chapters().stream().map(one -> new Chapter(one.startMs(), one.title())).toList();
  }

  private static List<Translation> translations(DisplayMetadata metadata) {
    return metadata.translations().isEmpty()
        ? null
        : metadata.translations().stream()
            .map(one -> new Translation(one.language(), one.title(), one.description()))
            .toList();
  }
}
