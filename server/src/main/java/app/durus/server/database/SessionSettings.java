package app.durus.server.database;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What our connections ask of PostgreSQL. It is set by statements after connecting and not in the
 * start-up message, because PgBouncer refuses what it does not know there.
 */
final class SessionSettings {

  /** For every connection: what a plan's compilation by LLVM costs no statement here pays back. */
  private static final Map<String, String> ALWAYS = Map.of("jit", "off");

  /**
   * For connections that serve requests, so that PostgreSQL gives up before we do ({@link
   * DatabaseTimeouts}): a statement, a wait for a lock, and a transaction whose client says nothing
   * more.
   */
  private static final Map<String, String> SERVING =
      Map.of(
          "statement_timeout", DatabaseTimeouts.STATEMENT.toMillis() + "ms",
          "lock_timeout", DatabaseTimeouts.LOCK.toMillis() + "ms",
          "idle_in_transaction_session_timeout",
              DatabaseTimeouts.IDLE_IN_TRANSACTION.toMillis() + "ms");

  /**
   * Every statement of a lane goes by an index from ids: the values make no plan better, and
   * planning anew for each batch costs as much as running it. A plan that is kept must not have
   * been made for a table that was still empty: no reading of whole tables.
   */
  private static final Map<String, String> PLANS_ARE_KEPT =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

  /**
   * So that PostgreSQL notices a client that is gone, and lets go of its locks. Not every version
   * and platform has these, and none is needed for a right answer.
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
   * For work that takes as long as it takes, such as migrations and imports.
   *
   * @param operators from {@code DATABASE_URL}; they hold against ours
   */
  static String forLongWork(Map<String, String> operators) {
    return statement(Map.of(), operators);
  }

  static String forRequests(Map<String, String> operators) {
    return statement(SERVING, operators);
  }

  /** For a connection that runs few statements again and again. */
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
