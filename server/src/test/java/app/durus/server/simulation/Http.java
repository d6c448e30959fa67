package app.durus.server.simulation;

import java.net.http.HttpClient;

/** The client of the devices. */
final class Http {

  private Http() {}

  /**
   * HTTP/1.1, one connection a request that is under way: over one connection of HTTP/2 all devices
   * would come to the same event loop.
   */
  static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
