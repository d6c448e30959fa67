package app.durus.shell;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.server.PWA;

/**
 * Tells Hilla's build that this is a progressive web app, so that it bundles {@code frontend/sw.ts}
 * with the list of files to precache. Not there at run time.
 */
@PWA(
    name = "Salafi Durus",
    shortName = "Durus",
    offlineResources = {})
public class AppShell implements AppShellConfigurator {
  private static final long serialVersionUID = 1L;
}
