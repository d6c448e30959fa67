package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.listening.CatalogueFixture;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.GroupedLedger;
import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.Push;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.listening.ReconcileIntents.Reconciled;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.waiting.Answers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Base of the ledger's tests: a real database, and a new listener for each test. Every test runs
 * twice: with a transaction for each push, and with pushes that share transactions.
 */
@ExtendWith(PostgresExtension.class)
@ParameterizedClass(name = "{0}")
@EnumSource
abstract class LedgerTest {

  enum Commits {
    SINGLE,
    GROUPED
  }

  static final ChangeCursor NOTHING = new ChangeCursor(0, null);
  static final UUID PHONE = UUID.randomUUID();

  private static Vertx vertx;
  static Pool pool;
  static CatalogueFixture catalogue;
  private static ListeningLedger single;
  private static ListeningLedger grouped;

  @Parameter Commits commits;
  ListeningLedger ledger;
  private ReconcileIntents reconcileIntents;

  UUID listener;
  long now;

  @BeforeAll
  static void open(TestDatabase database) {
    vertx = Vertx.vertx();
    // As in production: statements cached, so that pipelining is real.
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(8))
            .connectingTo(database.connectOptions().setCachePreparedStatements(true))
            .using(vertx)
            .build();
    catalogue = new CatalogueFixture(database);
    PgListeningLedger pg = new PgListeningLedger(pool);
    single = pg;
    grouped = GroupedLedger.of(pg, 1);
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @BeforeEach
  void newListener(TestDatabase database) {
    ledger =
        switch (commits) {
          case SINGLE -> single;
          case GROUPED -> grouped;
        };
    reconcileIntents = new ReconcileIntents(ledger);
    listener = UUID.randomUUID();
    now = database.timeMs();
  }

  Reconciled push(ChangeCursor since, Intent... intents) {
    return await(reconcile(listener, since, intents));
  }

  Future<Reconciled> reconcile(UUID listener, ChangeCursor since, Intent... intents) {
    return reconcileIntents.reconcile(new Push(listener, since, List.of(intents)));
  }

  Page pull(ChangeCursor since) {
    return push(since).page();
  }

  long revision() {
    return await(
        pool.preparedQuery("SELECT revision FROM listening_ledger WHERE listener_id = $1")
            .execute(Tuple.of(listener))
            .map(rows -> rows.iterator().next().getLong(0)));
  }

  static List<Long> revisions(Page page) {
    return page.states().stream().map(StoredState::revision).toList();
  }

  static StoredState onlyState(Page page) {
    assertThat(page.states()).hasSize(1);
    return page.states().getFirst();
  }

  static Intent progress(LectureAndAsset on, long occurredAt, long positionMs) {
    return Intents.progress(on.lectureId(), stamp(occurredAt), PHONE, positionMs, on.assetId());
  }

  static Stamp stamp(long occurredAt) {
    return new Stamp(occurredAt, UUID.randomUUID());
  }

  static <T> T await(Future<T> future) {
    return Answers.await(future);
  }
}
