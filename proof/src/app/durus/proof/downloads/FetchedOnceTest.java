package app.durus.proof.downloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.product.server.RangeRequests;
import app.durus.proof.run.DivergenceException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The proof's check finds bytes that are fetched twice, however requests are cut into ranges. */
class FetchedOnceTest {

  private static final String PATH = "/audio/ab12.mp3";
  private static final long CHUNK_BYTES = 100;

  private final RangeRequests requests = new RangeRequests();
  private final RangeRequests.Reader connection = requests.reader();
  private final FetchedOnce once = new FetchedOnce(requests, PATH, CHUNK_BYTES);

  @Test
  @DisplayName("a chunk that the device had and requests again is a fault")
  void aChunkRequestedTwiceIsAFault() {
    ask(PATH, "Range: bytes=0-399");
    once.note(Set.of(0L, 1L, 3L));

    ask(PATH, "Range: bytes=200-299");
    assertThatCode(once::check).doesNotThrowAnyException();

    ask(PATH, "range: bytes=199-299");
    assertThatThrownBy(once::check)
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("chunk 1");
  }

  @Test
  @DisplayName("an open range, and a request without a range, ask for everything that follows")
  void openRangesReachToTheEnd() {
    once.note(Set.of(3L));
    ask(PATH, "Range: bytes=400-");
    assertThatCode(once::check).doesNotThrowAnyException();
    ask(PATH, "Accept: */*");
    assertThatThrownBy(once::check).isInstanceOf(DivergenceException.class);
  }

  @Test
  @DisplayName("another recording, its manifest and request bodies do not count")
  void otherPathsDoNotCount() {
    once.note(Set.of(0L));
    ask("/audio/ff.mp3", "Range: bytes=0-99");
    ask(PATH + ".json", "Accept: */*");
    String body = "GET " + PATH + " HTTP/1.1\n\n";
    send("POST /connect HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    assertThatCode(once::check).doesNotThrowAnyException();
    ask(PATH, "Range: bytes=0-0");
    assertThat(requests.count()).isEqualTo(2);
    assertThatThrownBy(once::check).isInstanceOf(DivergenceException.class);
  }

  private void ask(String path, String field) {
    send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n");
  }

  /** Delivered in pieces, as by a network. */
  private void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (byte one : bytes) {
      connection.read(new byte[] {one}, 1);
    }
  }
}
