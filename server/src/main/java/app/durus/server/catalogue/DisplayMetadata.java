package app.durus.server.catalogue;

import java.util.List;

/**
 * How a scholar, series or lecture is shown, besides its title.
 *
 * @param description null without one
 * @param cover its id in the {@code CoverStore}; null without one
 * @param translations ordered by language tag, each language once
 */
public record DisplayMetadata(String description, String cover, List<Translated> translations) {

  public static final DisplayMetadata NONE = new DisplayMetadata(null, null, List.of());

  /**
   * @param language BCP 47
   * @param description null without one
   */
  public record Translated(String language, String title, String description) {}

  public DisplayMetadata withCover(String other) {
    return new DisplayMetadata(description, other, translations);
  }
}
