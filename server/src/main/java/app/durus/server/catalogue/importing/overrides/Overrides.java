package app.durus.server.catalogue.importing.overrides;

import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.catalogue.DisplayMetadata.Translated;
import java.util.List;
import java.util.UUID;

/**
 * What an operator's {@code durus.yaml} says about its folder. Missing values are null, and leave
 * those of folders and tags.
 *
 * @param scholar of everything in the folder and below
 * @param series of the recordings directly in the folder
 * @param listedOrder whether the order of {@code lectures} is that of the series
 * @param lectures each file once
 */
public record Overrides(
    UiTexts scholar, UiTexts series, boolean listedOrder, List<LectureCorrection> lectures) {

  /**
   * @param title of a series or lecture, or a scholar's name
   * @param cover a picture's path, relative to the folder
   * @param translations by language, each once; empty for none
   */
  public record UiTexts(
      String title, String description, String cover, List<Translated> translations) {}

  /**
   * @param file relative to the folder, with '/', in Unicode's form C
   * @param id identifies the lecture, whatever else the matcher would decide
   * @param chapters in any order; null leaves those of the recording, empty takes them away
   * @param line its line in the file, from 1
   */
  public record LectureCorrection(
      String file,
      UUID id,
      Integer number,
      String language,
      UiTexts words,
      List<Chapter> chapters,
      int line) {}
}
