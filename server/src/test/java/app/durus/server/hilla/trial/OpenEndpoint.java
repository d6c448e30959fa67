package app.durus.server.hilla.trial;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.PermitAll;

/** The type is open to everybody; one method is not. */
@BrowserCallable
@AnonymousAllowed
public interface OpenEndpoint {

  String open();

  @PermitAll
  String notOpen();
}
