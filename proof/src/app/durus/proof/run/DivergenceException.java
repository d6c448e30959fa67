package app.durus.proof.run;

import java.util.function.Supplier;

/** The product did something else than the rules say; the message tells what. */
public final class DivergenceException extends Exception {

  public DivergenceException(String what) {
    super(what);
  }

  public static void unless(boolean holds, String what) throws DivergenceException {
    if (!holds) {
      throw new DivergenceException(what);
    }
  }

  /** For what is asked a million times: to say what would be wrong takes longer than to ask. */
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
