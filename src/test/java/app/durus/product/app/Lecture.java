package app.durus.product.app;

/** A lecture of the demo library. */
public record Lecture(String id, String title, long durationMs) {

  public String path() {
    return "/lectures/" + id;
  }
}
