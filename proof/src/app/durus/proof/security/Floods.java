package app.durus.proof.security;

import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Attacks by many connections, each bounded in number and time. */
final class Floods {

  private static final int CONNECTIONS = 1_000;
  private static final int BODY_BYTES = 200 * 1024;
  private static final int PIECE_BYTES = 4 * 1024;
  private static final long PIECE_PAUSE_MS = 200;

  /** After the server closed the connection, or refused it. */
  private static final long AGAIN_PAUSE_MS = 200;

  private final HostileServer server;
  private final Duration time;

  Floods(HostileServer server, Duration time) {
    this.server = server;
    this.time = time;
  }

  /**
   * Row 2 of issue 13: 1,000 connections that POST 200 KiB slowly to {@code sync}.
   *
   * @param token of a session; empty for none
   */
  void slowBodies(String token) throws InterruptedException {
    String head =
        "POST /connect/ListeningEndpoint/sync HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\n"
            + (token.isEmpty() ? "" : "Cookie: durus_session=" + token + "\r\n")
            + "Content-Length: "
            + BODY_BYTES
            + "\r\n\r\n";
    byte[] piece = " ".repeat(PIECE_BYTES).getBytes(StandardCharsets.US_ASCII);
    drip(head.getBytes(StandardCharsets.US_ASCII), piece, BODY_BYTES / PIECE_BYTES);
  }

  /** 1,000 connections whose request heads never end. */
  void slowHeads() throws InterruptedException {
    byte[] begun = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n".getBytes(StandardCharsets.US_ASCII);
    drip(begun, "X: x\r\n".getBytes(StandardCharsets.US_ASCII), Integer.MAX_VALUE);
  }

  private void drip(byte[] head, byte[] piece, int pieces) throws InterruptedException {
    Instant until = Instant.now().plus(time);
    try (ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.submit(
            () -> {
              while (Instant.now().isBefore(until)) {
                dripOnce(head, piece, pieces, until);
                Pause.pace(AGAIN_PAUSE_MS);
              }
              return null;
            });
      }
    }
  }

  /** The pauses are part of the attack; nothing else waits for them. */
  private void dripOnce(byte[] head, byte[] piece, int pieces, Instant until)
      throws InterruptedException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket.getOutputStream().write(head);
      for (int i = 0; i < pieces && Instant.now().isBefore(until); i++) {
        socket.getOutputStream().write(piece);
        Pause.pace(PIECE_PAUSE_MS);
      }
    } catch (IOException hungUp) {
      // As it should.
    }
  }
}
