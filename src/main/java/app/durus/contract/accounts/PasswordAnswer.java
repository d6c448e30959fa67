package app.durus.contract.accounts;

import org.jspecify.annotations.NonNull;

/** How a change of the password ended. */
public record PasswordAnswer(@NonNull Outcome outcome) {

  /** The closed set of ways in which it can end. */
  public enum Outcome {
    CHANGED,
    WRONG_PASSWORD,
    /** The new one: shorter than 8 or longer than 256 characters, or easy to guess. */
    PASSWORD_INVALID
  }
}
