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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with Argon2id, off the event loop. One hash takes 19 MiB and some
 * tens of milliseconds on purpose, so only {@value #THREADS} are computed at a time and only
 * {@value #MAX_WAITING} may wait in a line: past that it fails with {@link TooBusyException}
 * instead of letting everybody's wait grow.
 */
public final class Passwords {

  /** Too many wait already; nothing was computed. */
  public static final class TooBusyException extends RuntimeException {
    TooBusyException() {
      super("too many passwords are being checked", null, false, false);
    }
  }

  /** Where to wait, the first line before the second. */
  public enum Line {
    /** Listeners whose device is known: strangers never keep them waiting. */
    KNOWN_DEVICES,
    EVERYBODY
  }

  private static final int MIN_CHARACTERS = 8;
  private static final int MAX_CHARACTERS = 256;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 48;

  /** The OWASP cheat sheet's minimum for Argon2id: 19 MiB, 2 passes, 1 lane. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

  private static final int SALT_SIZE_BYTES = 16;

  private final WorkerExecutor workers;

  /** What begins when it is its turn; guarded by itself, as is the count beside it. */
  private final Map<Line, Deque<Runnable>> waiting = new EnumMap<>(Line.class);

  private int underWay;

  /** Of nobody's password: checked when a name is unknown, so that this takes as long. */
  private final String nobodysHash = hashed(HexFormat.of().formatHex(randomBytes()));

  /** Computes one hash: blocking. The threads end with {@code vertx}. */
  public Passwords(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS);
    for (Line line : Line.values()) {
      waiting.put(line, new ArrayDeque<>());
    }
  }

  /** Whether this can be a new password: 8 to 256 characters (code points), none of them broken. */
  public static boolean isAcceptable(String password) {
    int characters = password.codePointCount(0, password.length());
    return characters >= MIN_CHARACTERS
        && characters <= MAX_CHARACTERS
        && StandardCharsets.UTF_8.newEncoder().canEncode(password);
  }

  /**
   * @param password an acceptable one
   * @return a PHC string, with a salt of its own
   */
  public Future<String> hash(String password) {
    return compute(() -> hashed(password), Line.EVERYBODY);
  }

  /**
   * Takes the same time whether there is a hash or not.
   *
   * @param hash a PHC string; empty when nobody has the name that was given
   */
  public Future<Boolean> matches(String password, Optional<String> hash, Line line) {
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
        line);
  }

  private <T> Future<T> compute(Supplier<T> work, Line line) {
    Promise<Void> turn = Promise.promise();
    synchronized (waiting) {
      if (underWay < THREADS) {
        underWay++;
        turn.complete();
      } else if (waiting.get(line).size() < MAX_WAITING) {
        waiting.get(line).addLast(onThisLoop(turn::complete));
      } else {
        return Future.failedFuture(new TooBusyException());
      }
    }
    return turn.future()
        .compose(begun -> workers.executeBlocking(work::get, false).onComplete(done -> next()));
  }

  private static Runnable onThisLoop(Runnable task) {
    Context asking = Vertx.currentContext();
    return asking == null ? task : () -> asking.runOnContext(there -> task.run());
  }

  /** The place of what has ended goes to the next in line. */
  private void next() {
    Runnable next = null;
    synchronized (waiting) {
      for (Line line : Line.values()) {
        next = next == null ? waiting.get(line).pollFirst() : next;
      }
      if (next == null) {
        underWay--;
      }
    }
    if (next != null) {
      next.run();
    }
  }

  private static String hashed(String password) {
    return Password.hash(normalized(password))
        .addRandomSalt(SALT_SIZE_BYTES)
        .with(ARGON2)
        .getResult();
  }

  /** The same letters can be typed composed or decomposed, depending on the keyboard. */
  private static String normalized(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
