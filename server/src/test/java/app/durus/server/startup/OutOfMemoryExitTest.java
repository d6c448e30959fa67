package app.durus.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Each case runs in a process of its own, because the process ends and leaves only a status. */
class OutOfMemoryExitTest {

  private static final long HANG_GUARD_MINUTES = 2;

  enum Where {
    /** Vert.x catches it, and logs it. */
    EVENT_LOOP,
    THREAD,
    /**
     * As when the initialization of a class found no memory: the error no longer names the lack of
     * memory.
     */
    THREAD_BY_ITS_CONSEQUENCE,
    /**
     * Thrown by something other than an error, as in the clean-up of an event loop without memory.
     */
    EVENT_LOOP_BY_ANYTHING,
    /** As in a handler that maps failures: logged with the failure's cause. */
    LOGGED_AS_A_CAUSE,
    /** Caught by code that catches everything and continues. */
    SWALLOWED,
    /** The same by several threads, which take all freed memory at once. */
    SWALLOWED_BY_SEVERAL_THREADS
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void anOutOfMemoryErrorEndsTheProcess(Where where) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Hungry.class.getName(),
                where.name())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(HANG_GUARD_MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(OutOfMemoryExit.STATUS);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Takes all memory, and would then run for ever. */
  static final class Hungry {

    private static final int SWALLOWING_THREADS = 4;

    private static final List<byte[]> TAKEN = new ArrayList<>();

    public static void main(String[] arguments) {
      OutOfMemoryExit.install();
      Thread living = new Thread(Hungry::liveForEver);
      switch (Where.valueOf(arguments[0])) {
        case EVENT_LOOP -> Vertx.vertx().runOnContext(now -> eat());
        case THREAD -> {
          living.start();
          eat();
        }
        case THREAD_BY_ITS_CONSEQUENCE -> {
          living.start();
          throw new NoClassDefFoundError("Could not initialize class");
        }
        case EVENT_LOOP_BY_ANYTHING -> {
          living.start();
          new FastThreadLocalThread(
                  () -> {
                    throw new IllegalStateException("the clean-up failed");
                  })
              .start();
        }
        case LOGGED_AS_A_CAUSE -> {
          living.start();
          try {
            eat();
          } catch (OutOfMemoryError e) {
            LoggerFactory.getLogger(Hungry.class).debug("it failed", new RuntimeException(e));
          }
        }
        case SWALLOWED -> swallow();
        case SWALLOWED_BY_SEVERAL_THREADS -> {
          for (int i = 1; i < SWALLOWING_THREADS; i++) {
            new Thread(Hungry::swallow).start();
          }
          swallow();
        }
      }
    }

    private static void swallow() {
      while (true) {
        try {
          eat();
        } catch (OutOfMemoryError e) {
          // Continues after the error, which is the case under test.
        }
      }
    }

    private static void liveForEver() {
      synchronized (TAKEN) {
        while (true) {
          try {
            TAKEN.wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
        }
      }
    }

    private static void eat() {
      while (true) {
        byte[] more = new byte[10_000];
        synchronized (TAKEN) {
          TAKEN.add(more);
        }
      }
    }
  }
}
