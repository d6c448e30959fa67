package app.durus.server.processes;

import java.net.http.HttpClient;

/** The client of the devices. */
public final class Http {

  private Http() {}

  /**
   * HTTP/1.1, with one connection for each request under way. Over one connection of HTTP/2 all
   * devices would use the same event loop.
   */
  public static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
