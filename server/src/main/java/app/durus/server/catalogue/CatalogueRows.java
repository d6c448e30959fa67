package app.durus.server.catalogue;

import app.durus.server.audio.format.AudioFormat;
import java.util.List;
import java.util.UUID;

/**
 * The catalogue's rows, without their revisions: a row that equals its stored one has not changed.
 */
public record CatalogueRows(
    List<ScholarRow> scholars,
    List<SeriesRow> series,
    List<LectureRow> lectures,
    List<AssetRow> assets) {

  public boolean isEmpty() {
    return scholars.isEmpty() && series.isEmpty() && lectures.isEmpty() && assets.isEmpty();
  }

  /** What every row has. */
  public sealed interface Row {
    UUID id();
  }

  public record ScholarRow(UUID id, String name, DisplayMetadata presentation, boolean published)
      implements Row {

    public ScholarRow(UUID id, String name, boolean published) {
      this(id, name, DisplayMetadata.NONE, published);
    }

    /** Null for nothing to be shown. */
    public ScholarRow shownAs(DisplayMetadata shown) {
      return new ScholarRow(id, name, shown == null ? DisplayMetadata.NONE : shown, published);
    }

    public ScholarRow published(boolean now) {
      return new ScholarRow(id, name, presentation, now);
    }
  }

  public record SeriesRow(
      UUID id, UUID scholarId, String title, DisplayMetadata presentation, boolean published)
      implements Row {

    /** Null for nothing to be shown. */
    public SeriesRow shownAs(DisplayMetadata shown) {
      return new SeriesRow(
          id, scholarId, title, shown == null ? DisplayMetadata.NONE : shown, published);
    }

    public SeriesRow published(boolean now) {
      return new SeriesRow(id, scholarId, title, presentation, now);
    }
  }

  /**
   * @param path null once another lecture has its name
   * @param seriesId null for a single lecture
   * @param language BCP 47, null when not known
   */
  public record LectureRow(
      UUID id,
      UUID libraryId,
      String path,
      UUID scholarId,
      UUID seriesId,
      int number,
      String title,
      String language,
      UUID assetId,
      DisplayMetadata presentation,
      boolean published)
      implements Row {

    public LectureRow(
        UUID id,
        UUID libraryId,
        String path,
        UUID scholarId,
        UUID seriesId,
        int number,
        String title,
        String language,
        UUID assetId,
        boolean published) {
      this(
          id,
          libraryId,
          path,
          scholarId,
          seriesId,
          number,
          title,
          language,
          assetId,
          DisplayMetadata.NONE,
          published);
    }

    public LectureRow withPath(String path) {
      return with(path, published);
    }

    public LectureRow unpublished() {
      return with(path, false);
    }

    private LectureRow with(String path, boolean published) {
      return new LectureRow(
          id,
          libraryId,
          path,
          scholarId,
          seriesId,
          number,
          title,
          language,
          assetId,
          presentation,
          published);
    }
  }

  public record AssetRow(
      UUID id,
      UUID lectureId,
      String sha256,
      String audioSha256,
      long sizeBytes,
      long durationMs,
      AudioFormat format)
      implements Row {}

  /**
   * A stored lecture with what only the database knows.
   *
   * @param addedAtMs when it first came into the catalogue, since 1970
   */
  public record AddedLecture(LectureRow lecture, long addedAtMs) implements Row {

    @Override
    public UUID id() {
      return lecture.id();
    }
  }
}
