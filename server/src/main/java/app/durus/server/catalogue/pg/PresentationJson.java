package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.DisplayMetadata.Translated;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A presentation as its column holds it; what there is not is left out. */
final class PresentationJson {

  private PresentationJson() {}

  static JsonObject write(DisplayMetadata presentation) {
    JsonObject json = new JsonObject();
    putIfThere(json, "description", presentation.description());
    putIfThere(json, "cover", presentation.cover());
    if (!presentation.translations().isEmpty()) {
      JsonArray translations = new JsonArray();
      for (Translated translated : presentation.translations()) {
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
