package app.durus.product;

/** One of the demo library's. */
record Lecture(String id, String title, long durationMs) {

  String path() {
    return "/lectures/" + id;
  }
}
