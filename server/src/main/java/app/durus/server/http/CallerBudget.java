package app.durus.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of bodies and answers that are in memory at once, in total and by caller.
 * Thread-safe; one instance serves all event loops.
 */
public final class CallerBudget {

  /** One caller may take this fraction of the total. */
  private static final int CALLERS = 8;

  private final long totalBytes;
  private final long bytesPerCaller;
  private final AtomicLong usedBytes = new AtomicLong();
  private final Map<Object, Usage> byCaller = new ConcurrentHashMap<>();

  /** What one caller uses. {@code calls} changes only within operations of the map on its key. */
  private static final class Usage {
    private final AtomicLong bytes = new AtomicLong();
    private int calls;
  }

  /**
   * @param totalBytes the bound for all callers together; one caller may take an eighth
   */
  public CallerBudget(long totalBytes) {
    this.totalBytes = totalBytes;
    this.bytesPerCaller = totalBytes / CALLERS;
  }

  /**
   * Begins a call. {@link ConcurrencyLimit} bounds the number of calls.
   *
   * @param caller compared by {@code equals}
   * @return close it once the answer has left
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

  /** Whether there is no room for a large body, whoever sends it. */
  public boolean isExhausted() {
    return usedBytes.get() >= totalBytes - totalBytes / CALLERS;
  }

  /** For tests. */
  long usedBytes() {
    return usedBytes.get();
  }

  /** The bytes that one call holds. */
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
     * Reserves bytes before they are kept in memory.
     *
     * @return false when there is no room; then nothing is reserved. For a caller who holds nothing
     *     else only the total counts
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

    /** Releases all bytes; the call goes on. */
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
