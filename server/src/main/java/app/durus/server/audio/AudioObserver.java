package app.durus.server.audio;

/** Is told of each answer below {@code /audio/}, on the event loop. */
@FunctionalInterface
public interface AudioObserver {

  /** Takes no notice. */
  AudioObserver NONE = (status, bytes) -> {};

  /**
   * An answer has ended, also when the client went away.
   *
   * @param status of HTTP
   * @param bytes of the body that were written
   */
  void answered(int status, long bytes);
}
