package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.DisplayMetadata.Translated;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Display metadata as JSON, as the column {@code presentation} holds it. Absent values are left
 * out.
 */
final class DisplayMetadataJson {

  private DisplayMetadataJson() {}

  static JsonObject write(DisplayMetadata metadata) {
    JsonObject json = new JsonObject();
    putIfThere(json, "description", metadata.description());
    putIfThere(json, "cover", metadata.cover());
    if (!metadata.translations().isEmpty()) {
      JsonArray translations = new JsonArray();
      for (Translated translated : metadata.translations()) {
        JsonObject one =
            new JsonObject()
                .put("language", translated.language())
                .put("title", translated.title());
        putIfThere(one, "description", translated.description());
        translations.add(one);
      }
      json.put("translations", translations);
    }
    return json;
  }

  static DisplayMetadata read(JsonObject json) {
    List<Translated> translations = new ArrayList<>();
    JsonArray written = json.getJsonArray("translations", new JsonArray());
    for (int i = 0; i < written.size(); i++) {
      JsonObject one = written.getJsonObject(i);
      translations.add(
          new Translated(
              one.getString("language"), one.getString("title"), one.getString("description")));
    }
    return new DisplayMetadata(
        json.getString("description"), json.getString("cover"), List.copyOf(translations));
  }

  private static void putIfThere(JsonObject json, String member, String text) {
    if (text != null) {
      json.put(member, text);
    }
  }
}
