package app.durus.server.processes;

import java.net.http.HttpClient;

/** The client of the devices. */
public final class Http {

  private Http() {}

  /**
   * HTTP/1.1, one connection a request that is under way: over one connection of HTTP/2 all devices
   * would come to the same event loop.
   */
  public static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
