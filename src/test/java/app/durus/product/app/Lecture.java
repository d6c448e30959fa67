package app.durus.product.app;

/** One of the demo library's. */
public record Lecture(String id, String title, long durationMs) {

  public String path() {
    return "/lectures/" + id;
  }
}
