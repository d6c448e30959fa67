package app.durus.server.simulation;

import java.util.concurrent.TimeUnit;

/** Ends processes that a proof started. */
final class Processes {

  private static final int GRACE_SECONDS = 30;

  private Processes() {}

  /** SIGKILL: nothing is finished, nothing is said. Waits until it is gone. */
  static void kill(Process process) {
    process.destroyForcibly();
    await(process);
  }

  /** SIGTERM, and SIGKILL to one that does not listen. */
  static void stop(Process process) {
    process.destroy();
    if (!await(process)) {
      kill(process);
    }
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was ending", e);
    }
  }
}
