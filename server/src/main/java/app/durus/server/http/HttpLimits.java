package app.durus.server.http;

import java.time.Duration;

/**
 * The bounds of the resources that callers can use. docs/security.md lists them.
 *
 * @param connections at once, over all addresses
 * @param connectionsPerAddress at once from one address (IPv6: one /64 network); the same number
 *     bounds the requests in flight of one address behind a trusted proxy
 * @param idle how long a connection may stay open without a byte in either direction
 * @param head how long the head of a request may take from its first byte to its last
 * @param listenerBytes bytes of bodies and answers in flight, of all signed-in callers
 * @param strangerBytes the same, of all other callers
 */
public record HttpLimits(
    int connections,
    int connectionsPerAddress,
    Duration idle,
    Duration head,
    long listenerBytes,
    long strangerBytes) {

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration HEAD = Duration.ofSeconds(20);

  /** An idle connection takes some 15 KiB; the rest is for its requests. */
  private static final long HEAP_BYTES_PER_CONNECTION = 64 * 1024;

  private static final int MIN_CONNECTIONS = 1_024;
  private static final int MAX_CONNECTIONS = 16_384;
  private static final int ADDRESSES = 8;

  /**
   * The defaults for a heap: one connection per 64 KiB, an eighth of those for one address, an
   * eighth of the heap for listeners' bytes and a sixteenth for strangers'.
   */
  public static HttpLimits forHeap(long maxHeapBytes) {
    int connections =
        Math.clamp(maxHeapBytes / HEAP_BYTES_PER_CONNECTION, MIN_CONNECTIONS, MAX_CONNECTIONS);
    return new HttpLimits(
        connections, connections / ADDRESSES, IDLE, HEAD, maxHeapBytes / 8, maxHeapBytes / 16);
  }

  /** The defaults for this process. */
  public static HttpLimits forThisProcess() {
    return forHeap(Runtime.getRuntime().maxMemory());
  }

  public HttpLimits withConnections(int total) {
    return new HttpLimits(
        total, Math.min(connectionsPerAddress, total), idle, head, listenerBytes, strangerBytes);
  }

  public HttpLimits withConnectionsPerAddress(int count) {
    return new HttpLimits(connections, count, idle, head, listenerBytes, strangerBytes);
  }

  public HttpLimits withIdle(Duration limit) {
    return new HttpLimits(
        connections, connectionsPerAddress, limit, head, listenerBytes, strangerBytes);
  }

  public HttpLimits withHead(Duration limit) {
    return new HttpLimits(
        connections, connectionsPerAddress, idle, limit, listenerBytes, strangerBytes);
  }
}
