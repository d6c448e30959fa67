package app.durus.contract.catalogue;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import org.jspecify.annotations.NonNull;

/** What there is to listen to. Open to everybody. */
@BrowserCallable
public interface CatalogueEndpoint {

  /**
   * A page of the scholars, series, lectures and assets that changed since the cursor, in the order
   * of their change. Unpublished ones are named, so that a device can hide them; nothing is ever
   * deleted. Called in the foreground only.
   *
   * @param cursor the {@code cursor} of the last answer, 0 at first
   */
  @AnonymousAllowed
  @NonNull CatalogueChanges changes(long cursor);
}
