package app.durus.product.server;

import app.durus.server.processes.Nginx;
import app.durus.server.processes.Ports;
import app.durus.server.protocols.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The packaged product at {@code /durus} behind a real nginx, in three ways: over TLS as {@code
 * server/deployment/nginx.conf} has it, with another host name than the browser's, and behind a
 * password.
 */
public final class ProxiedProduct implements AutoCloseable {

  public static final String BASE_PATH = "/durus";
  public static final String USER = "reader";
  public static final String PASSWORD = "of-the-proxy";

  private final Product product;
  private final TestCertificate certificate;
  private final String configuration;
  private final Path folder;
  private final int tlsPort;
  private final int renamedPort;
  private final int guardedPort;
  private Nginx nginx;

  private ProxiedProduct(Path folder, Product product, TestCertificate certificate)
      throws IOException {
    this.folder = folder.resolve("nginx");
    this.product = product;
    this.certificate = certificate;
    tlsPort = Ports.free();
    renamedPort = Ports.free();
    guardedPort = Ports.free();
    configuration = deployed() + others();
    nginx = Nginx.start(this.folder, configuration, tlsPort);
  }

  /** Starts both and waits until they serve. */
  public static ProxiedProduct start(Path folder) throws Exception {
    Product product =
        Product.start(folder.resolve("data"), Map.of("BASE_PATH", BASE_PATH, "HOST", "127.0.0.1"));
    return new ProxiedProduct(folder, product, TestCertificate.forLocalhost(folder, "proxy"));
  }

  private String deployed() throws IOException {
    return Files.readString(Path.of("server/deployment/nginx.conf"))
        .replace("127.0.0.1:8080", "127.0.0.1:" + product.port())
        .replace("listen 443 ", "listen 127.0.0.1:" + tlsPort + " ")
        .replace("durus.example;", "localhost;")
        .replaceFirst("ssl_certificate /.*;", "ssl_certificate " + certificate.certificate() + ";")
        .replaceFirst("ssl_certificate_key /.*;", "ssl_certificate_key " + certificate.key() + ";");
  }

  private String others() throws IOException {
    Files.createDirectories(folder);
    Path passwords =
        Files.writeString(folder.resolve("passwords"), USER + ":{PLAIN}" + PASSWORD + "\n");
    return String.format(
        Locale.ROOT,
        """
        server {
          listen 127.0.0.1:%1$d;
          location /durus/ {
            proxy_pass http://salafi_durus;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          }
        }
        server {
          listen 127.0.0.1:%2$d;
          auth_basic "Readers only";
          auth_basic_user_file %3$s;
          location /durus/ {
            proxy_pass http://salafi_durus;
            proxy_set_header Host $http_host;
          }
        }
        """,
        renamedPort,
        guardedPort,
        passwords);
  }

  /** Over TLS and HTTP/2, without a slash at its end. */
  public String overTls() {
    return "https://localhost:" + tlsPort + BASE_PATH;
  }

  /** Where the proxy tells the server another host, and the real one in a header of its own. */
  public String renamed() {
    return "http://localhost:" + renamedPort + BASE_PATH;
  }

  /** Where the proxy asks for a name and a password. */
  public String guarded() {
    return "http://localhost:" + guardedPort + BASE_PATH;
  }

  /** The same with name and password, as a person enters them. */
  public String guardedWithPassword() {
    return guarded().replace("//", "//" + USER + ":" + PASSWORD + "@");
  }

  /** Of the proxy; it is its own authority. */
  public TestCertificate certificate() {
    return certificate;
  }

  /** Stops proxy and server. For a browser both cannot be reached. */
  public void stop() {
    nginx.close();
    product.stop();
  }

  public void startAgain() throws Exception {
    product.startAgain();
    nginx = Nginx.start(folder, configuration, tlsPort);
  }

  public Product product() {
    return product;
  }

  @Override
  public void close() {
    nginx.close();
    product.close();
  }
}
