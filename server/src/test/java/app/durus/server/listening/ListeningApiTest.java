package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.durus.contract.listening.SyncAnswer;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.errors.RequestError;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.pg.PgListeningLedger;
import app.durus.server.waiting.Answers;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(PostgresExtension.class)
class ListeningApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID GOLDEN_LISTENER =
      UUID.fromString("0199f000-0000-7000-8000-000000000001");
  private static final LectureAndAsset COMPLETED_LECTURE =
      new LectureAndAsset(
          UUID.fromString("0199f000-0000-7000-8000-000000000011"),
          UUID.fromString("0199f000-0000-7000-8000-000000000021"));
  private static final LectureAndAsset FAVORITE_LECTURE =
      new LectureAndAsset(
          UUID.fromString("0199f000-0000-7000-8000-000000000012"),
          UUID.fromString("0199f000-0000-7000-8000-000000000022"));

  private static Vertx vertx;
  private static Pool pool;
  private static ListeningApi api;
  private static CatalogueFixture catalogue;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeAll
  static void open(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    api = new ListeningApi(new ReconcileIntents(new PgListeningLedger(pool)), SyncObserver.NONE);
    catalogue = new CatalogueFixture(database);
    catalogue.lecture(COMPLETED_LECTURE, 600_000);
    catalogue.lecture(FAVORITE_LECTURE, 600_000);
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @BeforeEach
  void listenToTheLog() {
    lines.start();
    log().addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log().detachAppender(lines);
    catalogue.execute(
        String.format(
                Locale.ROOT,
                "DELETE FROM listening_state WHERE listener_id = '%1$s';",
                GOLDEN_LISTENER)
            + String.format(
                Locale.ROOT,
                "DELETE FROM listening_ledger WHERE listener_id = '%s'",
                GOLDEN_LISTENER));
  }

  @Test
  @DisplayName("R10, R11, R14: the golden request of version 1 gets the golden answer")
  void theGoldenRequestGetsTheGoldenAnswer() {
    ObjectNode answer = JSON.valueToTree(sync(GOLDEN_LISTENER, golden("sync-request-v1.json")));

    assertThat(answer.get("serverTime").isIntegralNumber()).isTrue();
    assertThat(answer.get("epoch").textValue()).matches("[0-9a-f]{32}");
    answer.put("serverTime", 0);
    answer.put("epoch", "");
    assertThat(answer.toPrettyString()).isEqualTo(golden("sync-answer-v1.json").toPrettyString());
  }

  @Test
  @DisplayName("R1: a repeated golden request changes nothing and gets duplicates")
  void theGoldenRequestMayBeRepeated() {
    SyncAnswer first = sync(GOLDEN_LISTENER, golden("sync-request-v1.json"));

    SyncAnswer again = sync(GOLDEN_LISTENER, golden("sync-request-v1.json"));

    assertThat(again.states()).isEqualTo(first.states());
    assertThat(again.verdicts())
        .extracting(verdict -> verdict.outcome().name())
        .containsExactly(
            "SUPERSEDED",
            "DUPLICATE",
            "DUPLICATE",
            "DUPLICATE",
            "DUPLICATE",
            "REJECTED",
            "REJECTED",
            "UNKNOWN",
            "CLOCK_AHEAD",
            "REJECTED");
  }

  @Test
  @DisplayName("R11: a request without intents is a pull")
  void aRequestWithoutIntentsIsAPull() {
    SyncAnswer pushed = sync(GOLDEN_LISTENER, golden("sync-request-v1.json"));
    ObjectNode request = golden("sync-request-v1.json");
    request.putArray("intents");

    SyncAnswer pulled = sync(GOLDEN_LISTENER, request);

    assertThat(pulled.verdicts()).isEmpty();
    assertThat(pulled.states()).isEqualTo(pushed.states());
  }

  @Test
  @DisplayName("R16: another listener's outbox is refused with 409 and changes nothing")
  void anotherListenersOutboxIsRefused() {
    UUID session = UUID.randomUUID();
    Future<SyncAnswer> answer = api.sync(session, golden("sync-request-v1.json"));

    assertThat(catchThrowableOfType(RequestError.class, () -> await(answer)).kind())
        .isEqualTo(RequestError.Kind.WRONG_LISTENER);
    assertThat(rowsOf(GOLDEN_LISTENER)).isZero();
    assertThat(rowsOf(session)).isZero();
    assertThat(onlyLine())
        .isEqualTo(
            "push=refused listener="
                + PushLog.pseudonym(session)
                + " device=0199f000-0000-7000-8000-000000000002 intents=10 attempt=0 pending=4"
                + " error=wrong_listener reason=\"listenerId is not the listener who is signed in\"");
  }

  @Test
  @DisplayName("R14: a malformed request logs one line with its readable members")
  void anUnreadableRequestLeavesOneLine() {
    ObjectNode request = golden("sync-request-v1.json").put("deviceId", "<script>");
    request.put("attempt", "often").put("intents", "none").put("pending", 7);

    for (JsonNode unreadable : new JsonNode[] {request, JSON.createArrayNode(), null}) {
      lines.list.clear();
      Future<SyncAnswer> answer = api.sync(GOLDEN_LISTENER, unreadable);

      assertThat(catchThrowableOfType(RequestError.class, () -> await(answer)).kind())
          .isEqualTo(RequestError.Kind.INVALID);
      assertThat(onlyLine())
          .contains("device=- intents=- attempt=- ", " error=invalid ")
          .doesNotContain("script", "often");
    }
  }

  @Test
  @DisplayName("R10: a push with rejected intents logs one line without its content")
  void aRejectedPushLeavesOneLine() {
    sync(GOLDEN_LISTENER, golden("sync-request-v1.json"));

    assertThat(onlyLine())
        .isEqualTo(
            "push=rejected listener="
                + PushLog.pseudonym(GOLDEN_LISTENER)
                + " device=0199f000-0000-7000-8000-000000000002 intents=10 rejected=3"
                + " reasons=[MALFORMED, INVALID_ID, INVALID_POSITION] unknown=1 clockAhead=1"
                + " attempt=0 pending=4")
        .doesNotContain(GOLDEN_LISTENER.toString())
        .doesNotContain(COMPLETED_LECTURE.lectureId().toString());
  }

  @Test
  @DisplayName(
      "R15: a database that fails fails the push, with one line, and no verdict is made up")
  void aFailedPushLeavesOneLine(TestDatabase database) {
    Pool closed = database.pool(vertx);
    await(closed.close());
    ListeningApi broken =
        new ListeningApi(new ReconcileIntents(new PgListeningLedger(closed)), SyncObserver.NONE);

    Future<SyncAnswer> answer = broken.sync(GOLDEN_LISTENER, golden("sync-request-v1.json"));

    assertThat(catchThrowableOfType(Exception.class, () -> await(answer)))
        .isNotNull()
        .isNotInstanceOf(RequestError.class);
    assertThat(onlyLine()).startsWith("push=failed listener=").contains("intents=10");
  }

  private String onlyLine() {
    assertThat(lines.list).hasSize(1);
    return lines.list.getFirst().getFormattedMessage();
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(PushLog.class);
  }

  private static long rowsOf(UUID listener) {
    return await(
        pool.preparedQuery(
                """
                SELECT (SELECT count(*) FROM listening_state WHERE listener_id = $1)
                     + (SELECT count(*) FROM listening_ledger WHERE listener_id = $1)
                """)
            .execute(Tuple.of(listener))
            .map(rows -> rows.iterator().next().getLong(0)));
  }

  private static SyncAnswer sync(UUID listener, JsonNode request) {
    return await(api.sync(listener, request));
  }

  private static ObjectNode golden(String name) {
    try (InputStream file = ListeningApiTest.class.getResourceAsStream("/golden/" + name)) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static <T> T await(Future<T> future) {
    return Answers.await(future);
  }
}
