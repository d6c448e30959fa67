package app.durus.proof.devices;

import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.run.DivergenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The states that the devices held when a backup was restored. R13: a restore loses nothing that a
 * device still holds. The device that brings a register back becomes its carrier, so carriers are
 * not compared. Thread-safe.
 */
public final class StateAtRestore {

  private record Survivor(UUID lectureId, ExpectedState ending) {}

  private final List<Survivor> held = new ArrayList<>();

  /** All states of one device, by lecture. */
  public synchronized void add(Map<UUID, ExpectedState> endings) {
    endings.forEach((lectureId, ending) -> held.add(new Survivor(lectureId, ending)));
  }

  /** Checks that each register, or a greater one, is stored. */
  public synchronized void check(Map<UUID, ExpectedState> present) throws DivergenceException {
    for (Survivor survivor : held) {
      ExpectedState now = present.getOrDefault(survivor.lectureId(), ExpectedState.NOTHING);
      for (ListenerAction.Register register : ListenerAction.Register.values()) {
        Held was = survivor.ending().register(register);
        Held is = now.register(register);
        DivergenceException.unless(
            was == null
                || is != null
                    && Oracle.precedence(register, is).compareTo(Oracle.precedence(register, was))
                        >= 0,
            () -> "lost by a restore: " + was + ", there is " + is);
      }
      Long first = survivor.ending().firstCompletedAt();
      DivergenceException.unless(
          first == null || now.firstCompletedAt() != null && now.firstCompletedAt() <= first,
          () -> "a first completion was lost by a restore: " + first + ", there is " + now);
    }
  }
}
