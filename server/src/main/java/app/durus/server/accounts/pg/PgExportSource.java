package app.durus.server.accounts.pg;

import app.durus.server.accounts.export.AccountExport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what is exported. Each page is a statement of its own, so that none holds a connection. */
public final class PgExportSource implements AccountExport.Source {

  /** Not the digests of password and tokens: they are of no use but to an attacker. */
  private static final String ACCOUNT =
      """
      SELECT jsonb_strip_nulls(jsonb_build_object(
        'listenerId', id, 'name', name, 'emailAddress', email_address, 'createdAt', created_at, 'disabledAt', disabled_at,
        'sessions', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'device', device, 'createdAt', created_at, 'lastSeenAt', last_seen_at,
            'expiresAt', expires_at) ORDER BY created_at, id), '[]')
          FROM listener_session WHERE listener_id = listener.id),
        'identities', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'issuer', issuer, 'subject', subject, 'createdAt', created_at)
            ORDER BY issuer, subject), '[]')
          FROM listener_identity WHERE listener_id = listener.id))) AS account
      FROM listener WHERE id = $1\
      """;

  /** Every column of the state, whatever registers there are. */
  private static final String PROGRESS =
      """
      SELECT s.lecture_id, jsonb_strip_nulls(
        jsonb_build_object('lecture', l.title, 'series', r.title)
        || to_jsonb(s) - 'listener_id') AS progress
      FROM listening_state s
      LEFT JOIN lecture l ON l.id = s.lecture_id
      LEFT JOIN series r ON r.id = l.series_id
      WHERE s.listener_id = $1 AND s.lecture_id > $2
      ORDER BY s.lecture_id LIMIT $3\
      """;

  private static final Pattern WORD = Pattern.compile("_(.)");

  private final Pool pool;

  public PgExportSource(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<JsonObject>> account(UUID listenerId) {
    return pool.preparedQuery(ACCOUNT)
        .execute(Tuple.of(listenerId))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getJsonObject("account")));
  }

  @Override
  public Future<List<AccountExport.Progress>> progress(UUID listenerId, UUID after, int limit) {
    return pool.preparedQuery(PROGRESS)
        .execute(Tuple.of(listenerId, after, (long) limit))
        .map(
            rows -> {
              List<AccountExport.Progress> page = new ArrayList<>(rows.size());
              for (Row row : rows) {
                page.add(
                    new AccountExport.Progress(
                        row.getUUID("lecture_id"), inCamelCase(row.getJsonObject("progress"))));
              }
              return page;
            });
  }

  /** As members are named everywhere else in JSON. */
  private static JsonObject inCamelCase(JsonObject columns) {
    JsonObject members = new JsonObject();
    for (Map.Entry<String, Object> column : columns) {
      members.put(
          WORD.matcher(column.getKey())
              .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT)),
          column.getValue());
    }
    return members;
  }
}
