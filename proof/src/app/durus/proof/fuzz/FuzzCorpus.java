package app.durus.proof.fuzz;

import java.util.List;

/** Parts of HTTP requests that servers stumble over: malformed, ambiguous or merely unusual. */
final class FuzzCorpus {

  /** Request targets. */
  static final List<String> PATHS =
      List.of(
          "/connect",
          "/connect/",
          "/connect//",
          "/connect/ListeningEndpoint",
          "/connect/ListeningEndpoint/",
          "/connect/ListeningEndpoint/sync/",
          "/connect/ListeningEndpoint/sync/x",
          "/connect/listeningendpoint/sync",
          "/connect/ListeningEndpoint/getClass",
          "/connect/Object/toString",
          "/connect/..%2f..%2fetc/passwd",
          "/connect/%00/%00",
          "/connect/%zz/%",
          "/connect/%/sync",
          "/%",
          "/%c0%ae%c0%ae/",
          "/..%2f..%2f..%2fetc/passwd",
          "/../../etc/passwd",
          "//",
          "///a//b",
          "/?%",
          "/?v-r=i18n&langtag=%zz",
          "/?v-r=i18n&langtag=%00",
          "/?v-r=i18n&langtag=x-x-x",
          "/?v-r=i18n&langtag=-",
          "/?v-r=i18n&langtag=a-a-a-a-b-c-d-e-f-g",
          "/?v-r=i18n&langtag=*",
          "/?v-r=i18n&langtag=und-x-private",
          "/?v-r=i18n&langtag=ar&langtag=en",
          "/?v-r=%%%",
          "/index.html",
          "/sw.js/",
          "/VAADIN/",
          "/VAADIN/build/../../x",
          "/audio/",
          "/audio/%2e%2e",
          "/audio/" + "0".repeat(64) + ".mp3",
          "/audio/" + "0".repeat(64) + ".mp3.json",
          "/audio/" + "g".repeat(64) + ".mp3",
          "/health",
          "/health/x",
          "/metrics",
          "/a\\b",
          "/a;b=c",
          "/\u00e4",
          "*",
          "a",
          "http://elsewhere.example/connect/ListeningEndpoint/sync",
          "/connect/ListeningEndpoint/sync?request=%",
          "/a?b=%u0041");

  /** Request methods. */
  static final List<String> METHODS =
      List.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get",
          "CONNECT");

  /** Values of {@code Content-Type}. */
  static final List<String> CONTENT_TYPES =
      List.of(
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/json; charset=utf-16",
          "application/json;;;",
          ";",
          "",
          "APPLICATION/JSON",
          "application/json/json",
          "application/\u00ff",
          "*/*");

  /** Values of {@code Cookie}. */
  static final List<String> COOKIES =
      List.of(
          "durus_session=",
          "durus_session",
          "=",
          ";;;",
          "durus_session=\"",
          "durus_session=\u00ff",
          "durus_session=' OR 1=1--",
          "durus_session=" + "A".repeat(43),
          "durus_session=" + "A".repeat(4_000),
          "a=b; durus_session=x; durus_session=y",
          "durus_session=" + "-".repeat(42),
          "$Version=1; durus_session=x");

  /** Header lines; some hold several. */
  static final List<String> HEADERS =
      List.of(
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: abc",
          "Content-Length: 5\r\nContent-Length: 6",
          "Content-Length: 1, 2",
          "Content-Length:",
          "Transfer-Encoding: chunked\r\nContent-Length: 5",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, identity",
          "Expect: 100-continue",
          "Expect: everything",
          "Origin: null",
          "Origin: http://[",
          "Origin: http://localhost:99999",
          "Origin: :",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Site: \u00ff",
          "Host: ",
          "Host: [::",
          "Host: a:b:c",
          "Host: localhost:99999",
          "X-Forwarded-Proto: \u00ff,,",
          "X: " + "x".repeat(7_000),
          "X: " + "x".repeat(20_000),
          "Bad Header: x",
          ": x",
          "NoColon",
          "If-None-Match: \"",
          "If-None-Match: W/\"x\", *",
          "Range: bytes=-",
          "Connection: upgrade",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: %%%",
          "Upgrade: websocket\r\nConnection: Upgrade",
          "Accept: \u00ff",
          "Accept: text/html",
          "Accept-Encoding: br;q=abc,,gzip",
          "Content-Encoding: gzip");

  /** Values of {@code Range}. */
  static final List<String> RANGES =
      List.of(
          "bytes=0-",
          "bytes=-0",
          "bytes=-1",
          "bytes=5-2",
          "bytes=0-0,2-3",
          "bytes=a-b",
          "bytes=",
          "bytes=99999999999999999999-",
          "bytes=-99999999999999999999",
          "bits=0-1",
          "bytes=0-99999999999999999999",
          "bytes= 0 - 1",
          "bytes=0x1-2",
          "bytes=--1",
          "\u00ff");

  private FuzzCorpus() {}
}
