package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.waiting.Answers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that read slowly, and answers that end early, by each protocol. */
class AudioFlowControlTest extends AudioProtocolsFixture {

  @ParameterizedTest
  @EnumSource
  void aClientThatReadsInPiecesGetsTheWholeFile(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Promise<Buffer> whole = Promise.promise();
      begin(
          client,
          address,
          (request, response) -> {
            Buffer read = Buffer.buffer();
            response.exceptionHandler(whole::tryFail);
            response.endHandler(end -> whole.tryComplete(read));
            response.handler(
                piece -> {
                  read.appendBuffer(piece);
                  // Not immediately: data under way has to wait.
                  vertx.getOrCreateContext().runOnContext(later -> response.fetch(1));
                });
            return response.fetch(1);
          });

      assertThat(Answers.await(whole.future()).getBytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @DisplayName("a client that does not read receives one window, and other clients continue")
  void aClientThatDoesNotReadReceivesOneWindow(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);

      for (int i = 0; i < 20; i++) {
        assertThat(client.get(address).body()).isEqualTo(bytes);
      }

      assertThat(SENT.get(LONG).bytesWritten()).isPositive().isLessThan(1 << 20);
      Answers.await(unread.reset());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @EnabledOnOs(OS.LINUX)
  @DisplayName("a client that resets one stream keeps its connection, and the file is closed")
  void aResetStreamHarmsNoOtherAnswer(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);
      Answers.await(unread.reset());
      OpenFiles.awaitClosed(longFile());

      HttpClientRequest read =
          begin(
              client,
              LONG,
              (request, response) -> {
                response.exceptionHandler(gone -> {}).resume();
                return request;
              });
      Answers.await(read.reset());
      OpenFiles.awaitClosed(longFile());

      HttpClientRequest next = Answers.await(client.request(HttpMethod.GET, address));
      assertThat(next.connection()).isSameAs(unread.connection());
      assertThat(Answers.await(next.send().compose(HttpClientResponse::body)).getBytes())
          .isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledOnOs(OS.LINUX)
  void aConnectionThatEndsClosesTheFile(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);
      Answers.await(unread.connection().close());
      OpenFiles.awaitClosed(longFile());

      assertThat(client.get(address).body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @DisplayName("a file that is too short ends its own answer and no other")
  void aTruncatedFileEndsOnlyItsOwnAnswer(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientResponse cut = begin(client, LONG, (request, response) -> response);
      resize(1);
      try {
        Future<Buffer> body = cut.body();
        cut.resume();

        assertThatThrownBy(() -> Answers.await(body)).isInstanceOf(StreamResetException.class);
      } finally {
        resize(LONG_BYTES);
      }
      HttpClientRequest next = Answers.await(client.request(HttpMethod.GET, address));
      assertThat(next.connection()).isSameAs(cut.request().connection());
      assertThat(Answers.await(next.send().compose(HttpClientResponse::body)).getBytes())
          .isEqualTo(bytes);
    }
  }
}
