package app.durus.server.shell;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of a link to a page.
 *
 * @param title plain text
 * @param description plain text
 * @param picture the path of a JPEG or PNG below the base path, with a leading slash
 * @param lecture null for a series and a scholar
 */
public record LinkPreview(
    String title, String description, String picture, @Nullable LinkedLecture lecture) {

  /**
   * What the page needs to play the lecture before the app has arrived, and what the app needs to
   * show it before the catalogue has arrived.
   *
   * @param by its series and scholar; plain text
   * @param audio the address of its recording, relative to the first page of the app
   * @param rows JSON: a page of the catalogue with the lecture and what it refers to
   */
  public record LinkedLecture(String by, String audio, String rows) {}
}
