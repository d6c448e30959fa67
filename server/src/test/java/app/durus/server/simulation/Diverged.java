package app.durus.server.simulation;

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

  @Override
  public String toString() {
    return getMessage();
  }
}
