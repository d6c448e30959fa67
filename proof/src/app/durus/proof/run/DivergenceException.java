package app.durus.proof.run;

import java.util.function.Supplier;

/** The product broke a rule; the message says which one and how. */
public final class DivergenceException extends Exception {

  public DivergenceException(String what) {
    super(what);
  }

  public static void unless(boolean holds, String what) throws DivergenceException {
    if (!holds) {
      throw new DivergenceException(what);
    }
  }

  /** For checks that run a million times: making the message takes longer than the check. */
  public static void unless(boolean holds, Supplier<String> what) throws DivergenceException {
    if (!holds) {
      throw new DivergenceException(what.get());
    }
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
