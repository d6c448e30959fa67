package app.durus.proof.downloads;

import app.durus.product.server.RangeRequests;
import app.durus.proof.run.DivergenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks that no stored chunk is fetched again. At each disturbance it notes which chunks the
 * device has. No later request may ask for a byte of these chunks.
 */
final class FetchedOnce {

  /** The chunks that the device had after this number of requests. */
  private record Stored(int requests, Set<Long> chunks) {}

  private final RangeRequests requests;
  private final String path;
  private final long chunkBytes;
  private final List<Stored> noted = new ArrayList<>();

  /**
   * @param path of the recording
   */
  FetchedOnce(RangeRequests requests, String path, long chunkBytes) {
    this.requests = requests;
    this.path = path;
    this.chunkBytes = chunkBytes;
  }

  /**
   * @param chunks that the device has now, by their numbers
   */
  void note(Set<Long> chunks) {
    noted.add(new Stored(requests.count(), Set.copyOf(chunks)));
  }

  /** How many chunks the device had at the last note. */
  int stored() {
    return noted.isEmpty() ? 0 : noted.getLast().chunks().size();
  }

  /**
   * @throws DivergenceException when a request asked for bytes that the device had
   */
  void check() throws DivergenceException {
    for (Stored then : noted) {
      for (RangeRequests.RangeRequest asked : requests.after(then.requests())) {
        for (long chunk : then.chunks()) {
          long first = chunk * chunkBytes;
          DivergenceException.unless(
              !asked.path().equals(path) || !asked.touches(first, first + chunkBytes - 1),
              "chunk " + chunk + " was on the device, and " + asked + " asked for it again");
        }
      }
    }
  }
}
