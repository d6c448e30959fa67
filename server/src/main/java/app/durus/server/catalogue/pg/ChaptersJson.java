package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.tags.Chapter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Chapters as JSON, as the column {@code chapters} holds them. */
final class ChaptersJson {

  private ChaptersJson() {}

  /**
   * @param chapters a list of {@link Chapter}
   */
  static JsonArray write(List<?> chapters) {
    JsonArray json = new JsonArray();
    for (Object each : chapters) {
      Chapter chapter = (Chapter) each;
      json.add(new JsonObject().put("startMs", chapter.startMs()).put("title", chapter.title()));
    }
    return json;
  }

  static List<Chapter> read(JsonArray json) {
    List<Chapter> chapters = new ArrayList<>(json.size());
    for (int i = 0; i < json.size(); i++) {
      JsonObject one = json.getJsonObject(i);
      chapters.add(new Chapter(one.getLong("startMs"), one.getString("title")));
    }
    return List.copyOf(chapters);
  }
}
