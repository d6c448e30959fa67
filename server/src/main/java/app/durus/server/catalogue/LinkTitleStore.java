package app.durus.server.catalogue;

import app.durus.server.catalogue.LinkTitles.Link;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/** Reads the titles of links from the database. */
public interface LinkTitleStore {

  /** Names the present state of the catalogue: it changes with every import and every restore. */
  Future<String> version();

  /** The titles of these links, in one read. A link to nothing that is published is left out. */
  Future<Map<Link, LinkTitle>> read(Set<Link> links);
}
