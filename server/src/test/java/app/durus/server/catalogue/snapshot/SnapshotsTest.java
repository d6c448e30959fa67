package app.durus.server.catalogue.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.snapshot.SnapshotFiles.Snapshot;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {

  private static final String EPOCH = "e".repeat(32);
  private static final List<CatalogueRows.Row> ROWS =
      List.of(new ScholarRow(new UUID(1, 1), "A Scholar", true));

  /** The lines as plain text. */
  private static final SnapshotLines LINES =
      new SnapshotLines() {
        @Override
        public byte[] head(SnapshotSource.Contents contents) {
          return text("head");
        }

        @Override
        public byte[] part(SnapshotSource.Version version, List<CatalogueRows.Row> rows) {
          return text("part " + version.revision());
        }

        @Override
        public byte[] end(SnapshotSource.Version version) {
          return text("end");
        }

        private static byte[] text(String line) {
          return line.getBytes(StandardCharsets.UTF_8);
        }
      };

  /** A catalogue that counts how often it is read. A read goes on when the gate opens. */
  private static final class CountedSource implements SnapshotSource {

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();
    private volatile Version present = new Version(EPOCH, 100);
    private volatile Future<Void> gate = Future.succeededFuture();

    @Override
    public Future<Version> version() {
      checks.incrementAndGet();
      return Future.succeededFuture(present);
    }

    @Override
    public <T> Future<T> read(Function<Contents, Sink<T>> sink) {
      reads.incrementAndGet();
      Sink<T> open = sink.apply(new Contents(present, 1));
      return open.take(ROWS)
          .compose(taken -> gate)
          .compose(opened -> open.finish())
          .recover(failure -> open.abandon().transform(abandoned -> Future.failedFuture(failure)));
    }
  }

  @TempDir Path folder;
  private final CountedSource source = new CountedSource();
  private final AtomicLong nanos = new AtomicLong();
  private Vertx vertx;
  private Snapshots snapshots;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    snapshots = anInstance();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Snapshots anInstance() {
    return new Snapshots(
        vertx,
        source,
        new SnapshotFiles(folder),
        LINES,
        Batcher.on(vertx.getOrCreateContext()),
        nanos::get);
  }

  private long revision() {
    return snapshots.latest().await().orElseThrow().version().revision();
  }

  private void aMinutePasses() {
    nanos.addAndGet(60_000_000_000L);
  }

  @Test
  @DisplayName("R17.1: a thousand first visitors at once cost one reading of the catalogue")
  void aCrowdSharesOneSnapshot() {
    Promise<Void> gate = Promise.promise();
    source.gate = gate.future();
    List<Future<Optional<Snapshot>>> asked =
        IntStream.range(0, 1_000).mapToObj(i -> snapshots.latest()).toList();
    gate.complete();

    assertThat(asked.stream().map(one -> one.await().orElseThrow().name()).distinct()).hasSize(1);
    assertThat(source.reads).hasValue(1);
  }

  @Test
  @DisplayName("R17.2: a few changes make no new snapshot, many do, and nobody waits for it")
  void fewChangesMakeNoNewSnapshot() {
    assertThat(revision()).isEqualTo(100);
    aMinutePasses();
    source.present = new SnapshotSource.Version(EPOCH, 100 + Snapshots.MOST_CHANGES);
    assertThat(revision()).isEqualTo(100);
    aMinutePasses();
    assertThat(revision()).isEqualTo(100);
    assertThat(source.reads).hasValue(1);

    Promise<Void> gate = Promise.promise();
    source.gate = gate.future();
    source.present = new SnapshotSource.Version(EPOCH, 101 + Snapshots.MOST_CHANGES);
    aMinutePasses();
    assertThat(revision()).as("while the next one is made").isEqualTo(100);
    gate.complete();
    Eventually.get(
        "the next snapshot", this::revision, made -> made == 101 + Snapshots.MOST_CHANGES);
    assertThat(source.reads).hasValue(2);
  }

  @Test
  @DisplayName("An import that commits without end makes few snapshots")
  void betweenTwoSnapshotsThereIsAPause() {
    assertThat(revision()).isEqualTo(100);
    for (int commit = 1; commit <= 4; commit++) {
      int checks = source.checks.get();
      source.present = new SnapshotSource.Version(EPOCH, 100 + commit * 10_000L);
      nanos.addAndGet(6_000_000_000L);
      revision();
      Eventually.get("a check", source.checks::get, done -> done > checks);
    }
    assertThat(revision()).isEqualTo(100);
    assertThat(source.reads).hasValue(1);
  }

  @Test
  @DisplayName("R13, R17.5: of another history nothing is offered")
  void aRestoredDatabaseHasASnapshotOfItsOwn() {
    assertThat(revision()).isEqualTo(100);
    source.present = new SnapshotSource.Version("f".repeat(32), 100);
    aMinutePasses();
    Eventually.get(
        "a snapshot of the other history",
        () -> snapshots.latest().await().map(one -> one.version().epoch()).orElse(""),
        epoch -> epoch.equals("f".repeat(32)));
  }

  @Test
  void anEmptyCatalogueHasNone() {
    source.present = new SnapshotSource.Version(EPOCH, 0);
    assertThat(snapshots.latest().await()).isEmpty();
    assertThat(source.reads).hasValue(0);
  }

  @Test
  void aFailureLeavesNoFileAndIsNotRepeatedAtOnce() throws Exception {
    source.gate = Future.failedFuture("the database is away");
    assertThatThrownBy(() -> snapshots.latest().await()).hasMessageContaining("away");
    assertThat(snapshots.latest().await()).as("during the pause").isEmpty();
    assertThat(source.reads).hasValue(1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    source.gate = Future.succeededFuture();
    aMinutePasses();
    assertThat(revision()).isEqualTo(100);
  }

  @Test
  void aRestartUsesTheFileThatIsThere() {
    String name = snapshots.latest().await().orElseThrow().name();
    snapshots = anInstance();
    assertThat(snapshots.latest().await().orElseThrow().name()).isEqualTo(name);
    assertThat(source.reads).hasValue(1);
  }

  @Test
  void oldSnapshotsAreRemoved() throws Exception {
    for (int i = 0; i < 6; i++) {
      long wanted = 100 + i * 10_000L;
      source.present = new SnapshotSource.Version(EPOCH, wanted);
      aMinutePasses();
      Eventually.get("the next snapshot", this::revision, made -> made == wanted);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }
}
