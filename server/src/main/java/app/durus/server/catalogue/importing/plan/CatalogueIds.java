package app.durus.server.catalogue.importing.plan;

import com.fasterxml.uuid.Generators;
import java.util.UUID;

/**
 * Ids that are derived from names (RFC 9562, version 5). When a lost database is filled again from
 * the same folder, every lecture gets its former id, and the data on listeners' devices stays
 * valid.
 */
final class CatalogueIds {

  private static final UUID NAMESPACE = UUID.fromString("6f0d2c1e-0e0b-4d53-9a44-6b1d9b6a4c11");

  private CatalogueIds() {}

  static UUID scholar(String name) {
    return of("scholar", name);
  }

  static UUID series(UUID scholarId, String title) {
    return of("series", scholarId + "/" + title);
  }

  /** The id of a lecture, from its first recording. The same recording may be several lectures. */
  static UUID lecture(String audioSha256) {
    return of("lecture", audioSha256);
  }

  static UUID asset(UUID lectureId, String sha256) {
    return of("asset", lectureId + "/" + sha256);
  }

  private static UUID of(String kind, String name) {
    return Generators.nameBasedGenerator(NAMESPACE).generate(kind + "/" + name);
  }
}
