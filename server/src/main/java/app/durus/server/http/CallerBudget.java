package app.durus.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies and answers are in memory at once, in total and by caller. Thread-safe;
 * one serves all event loops.
 */
public final class CallerBudget {

  /** Part of the total that one caller can take. */
  private static final int CALLERS = 8;

  private final long totalBytes;
  private final long bytesPerCaller;
  private final AtomicLong usedBytes = new AtomicLong();
  private final Map<Object, Usage> byCaller = new ConcurrentHashMap<>();

  /** Of one caller. Its calls change only inside of the map's own operations on the caller. */
  private static final class Usage {
    private final AtomicLong bytes = new AtomicLong();
    private int calls;
  }

  /**
   * @param totalBytes of all callers; one may take an eighth
   */
  public CallerBudget(long totalBytes) {
    this.totalBytes = totalBytes;
    this.bytesPerCaller = totalBytes / CALLERS;
  }

  /**
   * Begins a call. How many a caller may have is bounded elsewhere ({@link ConcurrencyLimit}).
   *
   * @param caller compared by {@code equals}
   * @return to be closed once the answer has left
   */
  public Call begin(Object caller) {
    Usage usage =
        byCaller.compute(
            caller,
            (key, known) -> {
              Usage current = known == null ? new Usage() : known;
              current.calls++;
              return current;
            });
    return new Call(caller, usage);
  }

  /** Whether a large body would not be taken from anybody. */
  public boolean isExhausted() {
    return usedBytes.get() >= totalBytes - totalBytes / CALLERS;
  }

  /** For tests. */
  long usedBytes() {
    return usedBytes.get();
  }

  /** What one call holds. */
  public final class Call implements AutoCloseable {

    private final Object caller;
    private final Usage usage;
    private final AtomicLong held = new AtomicLong();
    private boolean closed;

    private Call(Object caller, Usage usage) {
      this.caller = caller;
      this.usage = usage;
    }

    /**
     * Takes bytes that are about to be kept in memory.
     *
     * @return false when there is no room for them; then nothing is taken. A caller who holds
     *     nothing else is judged by the total alone
     */
    public boolean take(int bytes) {
      if (usedBytes.addAndGet(bytes) > totalBytes) {
        usedBytes.addAndGet(-bytes);
        return false;
      }
      long ofCaller = usage.bytes.addAndGet(bytes);
      if (ofCaller > bytesPerCaller && ofCaller > bytes) {
        usage.bytes.addAndGet(-bytes);
        usedBytes.addAndGet(-bytes);
        return false;
      }
      held.addAndGet(bytes);
      return true;
    }

    /** Gives back all that was taken; the call goes on. */
    public void release() {
      long bytes = held.getAndSet(0);
      if (bytes != 0) {
        usage.bytes.addAndGet(-bytes);
        usedBytes.addAndGet(-bytes);
      }
    }

    /** Ends the call. A second time does nothing. */
    @Override
    public void close() {
      release();
      byCaller.computeIfPresent(
          caller,
          (key, current) -> {
            if (!closed) {
              closed = true;
              current.calls--;
            }
            return current.calls == 0 ? null : current;
          });
    }
  }
}
