package app.durus.server.hilla.trial;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.PermitAll;

/** The type lets everybody in; one method does not. */
@BrowserCallable
@AnonymousAllowed
public interface OpenEndpoint {

  String open();

  @PermitAll
  String notOpen();
}
