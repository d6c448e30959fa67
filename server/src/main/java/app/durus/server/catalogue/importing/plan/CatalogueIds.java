package app.durus.server.catalogue.importing.plan;

import com.fasterxml.uuid.Generators;
import java.util.UUID;

/**
 * Ids that follow from what they name (RFC 9562, version 5). A database that is lost and filled
 * again from the same folder gives every lecture its former id, so that what listeners' devices
 * still hold finds its lecture.
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

  /** Of the first recording that a lecture had. The same recording may be several lectures. */
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
