package app.durus.server.database;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The session settings of connections. They are set by statements after connecting and not in the
 * start-up message, because PgBouncer refuses unknown parameters there.
 */
final class SessionSettings {

  /** For every connection. No statement here gains what just-in-time compilation costs. */
  private static final Map<String, String> ALWAYS = Map.of("jit", "off");

  /**
   * For connections that serve requests, so that PostgreSQL gives up before the server does ({@link
   * DatabaseTimeouts}): limits for a statement, for a wait for a lock, and for an idle transaction.
   */
  private static final Map<String, String> SERVING =
      Map.of(
          "statement_timeout", DatabaseTimeouts.STATEMENT.toMillis() + "ms",
          "lock_timeout", DatabaseTimeouts.LOCK.toMillis() + "ms",
          "idle_in_transaction_session_timeout",
              DatabaseTimeouts.IDLE_IN_TRANSACTION.toMillis() + "ms");

  /**
   * For commit lanes. Every statement of a lane uses an index on ids, so no plan depends on the
   * values, and planning each batch anew would cost as much as running it. A cached plan may have
   * been made while a table was empty, so sequential scans are disabled.
   */
  private static final Map<String, String> PLANS_ARE_KEPT =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

  /**
   * So that PostgreSQL notices a lost client and releases its locks. Not every version and platform
   * has these settings; correctness does not depend on them.
   */
  private static final Map<String, String> WHERE_KNOWN =
      Map.of(
          "tcp_keepalives_idle", "5",
          "tcp_keepalives_interval", "2",
          "tcp_keepalives_count", "3",
          "tcp_user_timeout", "10000",
          "client_connection_check_interval", "2000");

  private SessionSettings() {}

  /**
   * For work without time limits, such as migrations and imports.
   *
   * @param operators the operator's settings from {@code DATABASE_URL}; they override the server's
   */
  static String forLongWork(Map<String, String> operators) {
    return statement(Map.of(), operators);
  }

  static String forRequests(Map<String, String> operators) {
    return statement(SERVING, operators);
  }

  /** For a connection that repeats few statements. */
  static String forALane(Map<String, String> operators) {
    Map<String, String> lane = new LinkedHashMap<>(SERVING);
    lane.putAll(PLANS_ARE_KEPT);
    return statement(lane, operators);
  }

  private static String statement(Map<String, String> ours, Map<String, String> operators) {
    Map<String, String> all = new LinkedHashMap<>(ALWAYS);
    all.putAll(ours);
    all.putAll(operators);
    String set =
        all.entrySet().stream().map(SessionSettings::call).collect(Collectors.joining(", "));
    String tried =
        WHERE_KNOWN.entrySet().stream()
            .filter(setting -> !operators.containsKey(setting.getKey()))
            .map(
                setting ->
                    "BEGIN PERFORM " + call(setting) + "; EXCEPTION WHEN OTHERS THEN NULL; END;")
            .collect(Collectors.joining(" "));
    return "SELECT " + set + "; DO $settings$ BEGIN " + tried + " END $settings$";
  }

  private static String call(Map.Entry<String, String> setting) {
    return String.format(
        Locale.ROOT,
        "set_config('%s', '%s', false)",
        setting.getKey(),
        setting.getValue().replace("'", "''"));
  }
}
