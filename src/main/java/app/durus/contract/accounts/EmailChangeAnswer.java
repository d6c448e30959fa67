package app.durus.contract.accounts;

import org.jspecify.annotations.NonNull;

/** How a change of an account's e-mail address ended. */
public record EmailChangeAnswer(@NonNull Outcome outcome) {

  /** The closed set of ways in which it can end. */
  public enum Outcome {
    DONE,
    ADDRESS_INVALID,
    WRONG_PASSWORD,
    CODE_INVALID
  }
}
