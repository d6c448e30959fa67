package app.durus.server.simulation;

import java.util.function.Supplier;

/** The product did something else than the rules say; the message tells what. */
public final class Diverged extends Exception {

  public Diverged(String what) {
    super(what);
  }

  public static void unless(boolean holds, String what) throws Diverged {
    if (!holds) {
      throw new Diverged(what);
    }
  }

  /** For what is asked a million times: to say what would be wrong takes longer than to ask. */
  static void unless(boolean holds, Supplier<String> what) throws Diverged {
    if (!holds) {
      throw new Diverged(what.get());
    }
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
