package app.durus.proof.security;

import app.durus.proof.fuzz.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that a proxy before the server could read otherwise than the server does. Each is
 * refused with 400 on every route. The connection is closed, so that the bytes behind it are never
 * read as a request.
 */
final class RawRequests {

  private static final List<String> PATHS =
      List.of(
          "/",
          "/health",
          "/connect/AccountEndpoint/session",
          "/audio/x",
          "/covers/x",
          "/?v-r=i18n");

  private static final List<String> HEADS =
      List.of(
          "Host: a\r\nHost: a",
          "Host: a\r\nHost: b",
          "X: x",
          "Host: a b",
          "Host: a\r\nTransfer-Encoding: xchunked",
          "Host: a\r\nTransfer-Encoding: gzip, chunked",
          "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3",
          "Host: a\r\nContent-Length: 3\r\nContent-Length: 4",
          "Host: a\r\nContent-Length: +3",
          "Host: a\r\nContent-Length : 3");

  private RawRequests() {}

  static int count() {
    return PATHS.size() * HEADS.size();
  }

  static List<String> faults(HostileServer server) throws IOException {
    List<String> faults = new ArrayList<>();
    for (String path : PATHS) {
      for (String head : HEADS) {
        try (RawConnection connection = new RawConnection(server.port())) {
          connection.send(
              ("POST " + path + " HTTP/1.1\r\n" + head + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
          int status = connection.status();
          if (status != 400) {
            faults.add(path + " with " + head.replace("\r\n", ", ") + " got " + status);
          }
        }
      }
    }
    return faults;
  }
}
