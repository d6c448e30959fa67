package app.durus.server.http;

/**
 * The paths that only the server answers. Every other path is a page of the app or one of its
 * files. The service worker and the development server read the same paths from {@code
 * frontend/server-routes.json}; {@code RoutesTest} compares that list and the mounted routes with
 * this table.
 */
public enum ServerPath {
  /** Hilla's endpoints. */
  CONNECT("/connect"),
  /** Audio files and their manifests. */
  AUDIO("/audio"),
  /** Pictures of series and lectures. */
  COVERS("/covers"),
  /** Snapshots of the catalogue. */
  CATALOGUE("/catalogue"),
  /** Everything that the server holds of the listener of the session. */
  EXPORT("/export"),
  /** The way to an OpenID Connect provider and back. */
  OPENID("/openid"),
  /** Whether the server works, for supervisors and load balancers. */
  HEALTH("/health");

  private final String path;

  ServerPath(String path) {
    this.path = path;
  }

  /** The path, with a slash at its beginning and none at its end. */
  public String path() {
    return path;
  }

  /** The pattern with which a router matches the path and everything below it. */
  public String andBelow() {
    return path + "/*";
  }

  /** Whether a request asks for the server's health. */
  static boolean isHealth(String requestPath) {
    return (requestPath + "/").startsWith(HEALTH.path + "/");
  }

  /**
   * Whether a request belongs to the server alone.
   *
   * @param requestPath without a query
   */
  public static boolean includes(String requestPath) {
    for (ServerPath serverPath : values()) {
      if ((requestPath + "/").startsWith(serverPath.path + "/")) {
        return true;
      }
    }
    return false;
  }
}
