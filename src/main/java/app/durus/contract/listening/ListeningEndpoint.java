package app.durus.contract.listening;

import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.PermitAll;
import org.jspecify.annotations.NonNull;

/** The listener's own state: pushing intents and pulling what changed, in one call. */
@BrowserCallable
public interface ListeningEndpoint {

  /**
   * Applies the intents and answers verdicts, the authoritative state of every lecture that they
   * touch, and a page of what else changed since the cursor. Idempotent (R1). An empty {@code
   * intents} is a pull.
   *
   * @param request at most 500 intents and 256 KiB (R14), else 4xx and nothing is changed; 409 when
   *     it names another listener than the session's (R16)
   */
  @PermitAll
  @NonNull SyncAnswer sync(@NonNull SyncRequest request);
}
