package app.durus.server.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords with Argon2id, off the event loop. One hash takes 19 MiB and some
 * tens of milliseconds on purpose. So only {@value #THREADS} are computed at a time, and only
 * {@value #MAX_WAITING} may wait; beyond that the most suspicious one fails with {@link
 * TooBusyException}. The least suspicious goes first, so that listeners do not wait behind
 * attackers who guess passwords.
 */
public final class Passwords {

  /** Too many are waiting; nothing was computed. */
  public static final class TooBusyException extends RuntimeException {
    TooBusyException() {
      super("too many passwords are being checked", null, false, false);
    }
  }

  /** The suspicion of a known device, or of a caller without failed attempts. */
  public static final int NOT_SUSPICIOUS = 0;

  /** A hash that waits. Of two with equal suspicion the earlier one goes first. */
  private record Waiting(int suspicion, long number, Promise<Void> turn, @Nullable Context asking) {

    static final Comparator<Waiting> ORDER =
        Comparator.comparingInt(Waiting::suspicion).thenComparingLong(Waiting::number);

    void begin() {
      there(turn::complete);
    }

    void refuse() {
      there(() -> turn.fail(new TooBusyException()));
    }

    private void there(Runnable task) {
      if (asking == null) {
        task.run();
      } else {
        asking.runOnContext(now -> task.run());
      }
    }
  }

  private static final int MIN_CHARACTERS = 8;
  private static final int MAX_CHARACTERS = 256;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 30;

  /** The OWASP cheat sheet's minimum for Argon2id: 19 MiB, 2 passes, 1 lane. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

  private static final int SALT_SIZE_BYTES = 16;

  private final WorkerExecutor workers;

  /** Guarded by its own monitor, as are the counters below. */
  private final NavigableSet<Waiting> waiting = new TreeSet<>(Waiting.ORDER);

  private long asked;
  private int underWay;

  /** A hash of no password: checked when a name is unknown, so that this takes equally long. */
  private final String nobodysHash = hashed(HexFormat.of().formatHex(randomBytes()));

  /** Computes one hash; blocking. The threads end with {@code vertx}. */
  public Passwords(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS);
  }

  /** Whether this is acceptable as a new password: 8 to 256 code points, no unpaired surrogates. */
  public static boolean isAcceptable(String password) {
    int characters = password.codePointCount(0, password.length());
    return characters >= MIN_CHARACTERS
        && characters <= MAX_CHARACTERS
        && StandardCharsets.UTF_8.newEncoder().canEncode(password);
  }

  /**
   * @param password an acceptable one
   * @param suspicion how many attempts count against the caller; {@link #NOT_SUSPICIOUS} or more
   * @return a PHC string, with a salt of its own
   */
  public Future<String> hash(String password, int suspicion) {
    return compute(() -> hashed(password), suspicion);
  }

  /**
   * Checks a password. It takes the same time whether there is a hash or not.
   *
   * @param hash a PHC string; empty when the name is unknown
   * @param suspicion as for {@link #hash}
   */
  public Future<Boolean> matches(String password, Optional<String> hash, int suspicion) {
    if (!isAcceptable(password)) {
      return Future.succeededFuture(false);
    }
    return compute(
        () -> {
          String expected = hash.orElse(nobodysHash);
          boolean same =
              Password.check(normalized(password), expected)
                  .with(Argon2Function.getInstanceFromHash(expected));
          return same && hash.isPresent();
        },
        suspicion);
  }

  private <T> Future<T> compute(Supplier<T> work, int suspicion) {
    Promise<Void> turn = Promise.promise();
    Waiting refused = null;
    synchronized (waiting) {
      if (underWay < THREADS) {
        underWay++;
        turn.complete();
      } else {
        waiting.add(new Waiting(suspicion, asked++, turn, Vertx.currentContext()));
        refused = waiting.size() > MAX_WAITING ? waiting.pollLast() : null;
      }
    }
    if (refused != null) {
      refused.refuse();
    }
    return turn.future()
        .compose(begun -> workers.executeBlocking(work::get, false).onComplete(done -> next()));
  }

  /** Starts the least suspicious waiting hash. */
  private void next() {
    Waiting next;
    synchronized (waiting) {
      next = waiting.pollFirst();
      if (next == null) {
        underWay--;
      }
    }
    if (next != null) {
      next.begin();
    }
  }

  private static String hashed(String password) {
    return Password.hash(normalized(password))
        .addRandomSalt(SALT_SIZE_BYTES)
        .with(ARGON2)
        .getResult();
  }

  /** Keyboards produce the same letters composed or decomposed. */
  private static String normalized(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
