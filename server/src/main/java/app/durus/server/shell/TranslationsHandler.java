package app.durus.server.shell;

import app.durus.server.classpath.ClassPathFolder;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /?v-r=i18n&langtag=…}, with which {@code @vaadin/hilla-react-i18n} asks for
 * its texts: a JSON object of key and text, and in {@code X-Vaadin-Retrieved-Locale} the language
 * that it got. Every other request goes on to the next handler.
 *
 * <p>The client may name the chunks or keys that it wants; it always gets all texts of the
 * language, which it merges. They are small, and so the worker can keep one answer per language for
 * offline.
 */
public final class TranslationsHandler implements Handler<RoutingContext> {

  /** Where the texts stand, as in Flow. */
  public static final String TEXTS_FOLDER = "vaadin-i18n";

  private static final String NAME = "translations";
  private static final String SUFFIX = ".properties";

  private final Map<Locale, StaticContent> byLocale;
  private final Locale defaultLocale;

  private TranslationsHandler(Map<Locale, StaticContent> byLocale, Locale defaultLocale) {
    this.byLocale = Map.copyOf(byLocale);
    this.defaultLocale = defaultLocale;
  }

  /**
   * Reads {@code translations.properties} and its siblings, {@code translations_ar.properties} and
   * so on, in UTF-8. Blocking.
   *
   * @param folder {@link #TEXTS_FOLDER}
   * @param defaultLocale the language of {@code translations.properties}, which every language that
   *     has no file of its own gets
   * @throws IllegalStateException when there is no {@code translations.properties}
   */
  public static TranslationsHandler load(ClassLoader loader, String folder, Locale defaultLocale) {
    Map<Locale, StaticContent> byLocale = new HashMap<>();
    ClassPathFolder.read(loader, folder, NAME + SUFFIX)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The texts are missing: there is no "
                        + folder
                        + "/"
                        + NAME
                        + SUFFIX
                        + " on the class path."))
        .forEach(
            (file, bytes) -> {
              if (file.startsWith(NAME) && file.endsWith(SUFFIX)) {
                byLocale.put(localeOf(file, defaultLocale), StaticContent.json(texts(bytes)));
              }
            });
    return new TranslationsHandler(byLocale, defaultLocale);
  }

  private static Locale localeOf(String file, Locale defaultLocale) {
    String tag = file.substring(NAME.length(), file.length() - SUFFIX.length());
    return tag.isEmpty()
        ? defaultLocale
        : Locale.forLanguageTag(tag.substring(1).replace('_', '-'));
  }

  private static String texts(byte[] bytes) {
    Properties properties = new Properties();
    try (var reader =
        new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the texts", e);
    }
    Map<String, Object> sorted = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> sorted.put(key, properties.getProperty(key)));
    return new JsonObject(sorted).encode();
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean mayAskForTexts =
        request.path().equals("/")
            && (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD);
    if (!mayAskForTexts) {
      context.next();
      return;
    }
    MultiMap parameters;
    try {
      parameters = context.queryParams();
    } catch (HttpException undecodable) {
      request
          .response()
          .setStatusCode(undecodable.getStatusCode())
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end();
      return;
    }
    if (!"i18n".equals(parameters.get("v-r"))) {
      context.next();
      return;
    }
    Locale locale = localeFor(parameters.get("langtag"));
    request.response().putHeader("X-Vaadin-Retrieved-Locale", locale.toLanguageTag());
    byLocale.get(locale).answer(request);
  }

  /** The nearest language that there is, by dropping subtags from the end (RFC 4647, 3.4). */
  private Locale localeFor(@Nullable String langtag) {
    if (langtag == null) {
      return defaultLocale;
    }
    String tag = Locale.forLanguageTag(langtag.replace('_', '-')).toLanguageTag();
    Locale found = Locale.lookup(List.of(new Locale.LanguageRange(tag)), byLocale.keySet());
    return found == null ? defaultLocale : found;
  }
}
