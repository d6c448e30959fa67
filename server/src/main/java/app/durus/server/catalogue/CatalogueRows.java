package app.durus.server.catalogue;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.tags.Chapter;
import java.util.List;
import java.util.UUID;

/**
 * The catalogue's rows, without revisions, so that a row that equals the stored one has not
 * changed. The columns of the tables and the members on the wire follow from the components' names:
 * a new column is a component here.
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

    /** The row with other display metadata; null means none. */
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

    /** The row with other display metadata; null means none. */
    public SeriesRow shownAs(DisplayMetadata shown) {
      return new SeriesRow(
          id, scholarId, title, shown == null ? DisplayMetadata.NONE : shown, published);
    }

    public SeriesRow published(boolean now) {
      return new SeriesRow(id, scholarId, title, presentation, now);
    }
  }

  /**
   * @param path null when another lecture's file has this path now
   * @param seriesId null for a single lecture
   * @param language BCP 47; null when unknown
   * @param chapters of its present recording, in their order; empty without any
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
      List<Chapter> chapters,
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
          List.of(),
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
          chapters,
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
   * A stored lecture with the columns that only the database writes.
   *
   * @param addedAtMs when it was added to the catalogue, milliseconds since 1970
   */
  public record AddedLecture(LectureRow lecture, long addedAtMs) implements Row {

    @Override
    public UUID id() {
      return lecture.id();
    }
  }
}
