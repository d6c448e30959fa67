package app.durus.proof.steadiness;

/** Keeps every core of the machine busy until it is closed, as other programs of its owner do. */
final class BusyCores implements AutoCloseable {

  private volatile boolean busy = true;

  BusyCores() {
    for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
      Thread.ofPlatform().daemon().name("busy-" + core).start(this::spin);
    }
  }

  private void spin() {
    while (busy) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    busy = false;
  }
}
