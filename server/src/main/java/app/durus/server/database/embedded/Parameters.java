package app.durus.server.database.embedded;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL's parameters, which override those of its files. They ensure that an acknowledged
 * intent survives a power loss, that every connection needs a password, and that PostgreSQL listens
 * on this machine only, on a literal address, so that name resolution cannot redirect it.
 */
final class Parameters {

  static final String HOST = "127.0.0.1";

  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("max_connections", "100"),
          Map.entry("listen_addresses", HOST),
          Map.entry("unix_socket_directories", ""),
          Map.entry("password_encryption", "scram-sha-256"),
          // RunningServers finds the database's processes by this name.
          Map.entry("cluster_name", "salafi-durus"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_destination", "stderr"),
          Map.entry("logging_collector", "off"),
          Map.entry("log_line_prefix", "%m [%p] "),
          Map.entry("log_startup_progress_interval", "10s"));

  private Parameters() {}

  /**
   * The parameters for the command line.
   *
   * @param others override these
   */
  static List<String> words(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(OURS);
    all.putAll(others);
    return all.entrySet().stream()
        .flatMap(each -> List.of("-c", each.getKey() + "=" + each.getValue()).stream())
        .toList();
  }
}
