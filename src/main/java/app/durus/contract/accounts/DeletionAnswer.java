package app.durus.contract.accounts;

import org.jspecify.annotations.NonNull;

/** How the deletion of an account by its listener ended. */
public record DeletionAnswer(@NonNull Outcome outcome) {

  /** The closed set of ways in which it can end. */
  public enum Outcome {
    DELETED,
    WRONG_PASSWORD
  }
}
