package app.durus.server.accounts.email;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.email.Mailer.Message;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages, in the languages of the files {@code email/texts_….properties}. */
final class EmailTexts {

  static final String BUNDLE = "email.texts";

  private static final Locale DEFAULT = Locale.ENGLISH;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final String appAddress;

  /**
   * @param appAddress as in {@link EmailSettings}
   */
  EmailTexts(String appAddress) {
    this.appAddress = appAddress;
  }

  /** The message with a code for a new password. */
  Message passwordReset(EmailStore.Recipient to, AccountCode code, String language) {
    return message(
        to.address(),
        "reset",
        language,
        Map.of(
            "name",
            to.name(),
            "app",
            appAddress,
            "link",
            appAddress + "/sign-in?code=" + code.text(),
            "code",
            code.text()));
  }

  /**
   * The message with a code that confirms an address. It has nothing that the listener wrote: the
   * address may be a stranger's.
   */
  Message confirmation(EmailAddress to, AccountCode code, String language) {
    return message(to, "confirm", language, Map.of("code", code.text()));
  }

  private static Message message(
      EmailAddress to, String kind, String language, Map<String, String> parameters) {
    ResourceBundle texts = texts(language);
    return new Message(
        to,
        filled(texts.getString(kind + ".subject"), parameters),
        filled(texts.getString(kind + ".text"), parameters));
  }

  /** In English where there are no texts in the language, whatever the server's locale. */
  static ResourceBundle texts(String language) {
    Locale wanted = language.matches("[A-Za-z]{2,3}") ? Locale.forLanguageTag(language) : DEFAULT;
    ResourceBundle.Control noFallback =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    try {
      return ResourceBundle.getBundle(
          BUNDLE, wanted, EmailTexts.class.getClassLoader(), noFallback);
    } catch (MissingResourceException none) {
      return ResourceBundle.getBundle(
          BUNDLE, DEFAULT, EmailTexts.class.getClassLoader(), noFallback);
    }
  }

  /** Each placeholder once, so that a name with braces stays what it is. */
  private static String filled(String text, Map<String, String> parameters) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(parameters.get(found.group(1)), found.group())));
  }
}
