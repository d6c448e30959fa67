package app.durus.product.app;

import app.durus.product.browser.Page;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The recording in the browser's database, and the service worker's answers for it. Both are
 * compared with the file that the operator imported.
 */
public final class StoredAudio {

  private static final String LIBRARY =
      """
      const done = arguments[arguments.length - 1];
      const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
      const sha256 = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));
      const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const withStore = async (mode, work) => {
        const database = await asked(indexedDB.open('durus-audio'));
        try {
          const transaction = database.transaction(['downloads', 'chunks'], mode);
          const ended = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
          });
          const answer = await work(transaction.objectStore('downloads'), transaction.objectStore('chunks'));
          await ended;
          return answer;
        } finally {
          database.close();
        }
      };
      const run = (work) => work().then((value) => done({ value }), (fault) => done({ fault: String(fault) }));
      """;

  private final Page page;
  private final Path file;
  private final String sha256;

  public StoredAudio(Page page, Path file) throws IOException {
    this(page, file, sha256Of(file, 0, file.toFile().length()));
  }

  private StoredAudio(Page page, Path file, String sha256) {
    this.page = page;
    this.file = file;
    this.sha256 = sha256;
  }

  /** The same recording, in a browser that was started since. */
  public StoredAudio in(Page other) {
    return new StoredAudio(other, file, sha256);
  }

  public String sha256() {
    return sha256;
  }

  public long sizeBytes() {
    return file.toFile().length();
  }

  /** How many chunks are stored. */
  public long chunks() {
    return (Long)
        run(
            """
            run(() => withStore('readonly', (downloads, chunks) =>
              asked(chunks.count(IDBKeyRange.bound([arguments[0]], [arguments[0], []])))));
            """,
            sha256);
  }

  /** The numbers of the chunks that are stored now. */
  public Set<Long> storedChunks() {
    List<?> numbers =
        (List<?>)
            run(
                """
                run(() => withStore('readonly', async (downloads, chunks) =>
                  (await asked(chunks.getAllKeys(IDBKeyRange.bound([arguments[0]], [arguments[0], []]))))
                    .map(([, index]) => index)));
                """,
                sha256);
    return numbers.stream().map(Long.class::cast).collect(Collectors.toSet());
  }

  /** The stored chunks whose bytes are not the file's. */
  public List<Long> wrongChunks(long chunkBytes) throws IOException {
    List<Long> wrong = new java.util.ArrayList<>();
    long sizeBytes = file.toFile().length();
    for (long first = 0, index = 0; first < sizeBytes; first += chunkBytes, index++) {
      Object stored =
          run(
              """
              run(async () => {
                const bytes = await withStore('readonly', (downloads, chunks) =>
                  asked(chunks.get([arguments[0], arguments[1]])));
                return bytes === undefined ? 'missing' : sha256(bytes);
              });
              """,
              sha256,
              index);
      if (!stored.equals(sha256Of(file, first, Math.min(chunkBytes, sizeBytes - first)))) {
        wrong.add(index);
      }
    }
    return wrong;
  }

  /** Simulates decay on a disk: the chunk keeps its length, and one bit changes. */
  public void corrupt(long index) {
    run(
        """
        run(async () => {
          const key = [arguments[0], arguments[1]];
          await withStore('readwrite', async (downloads, chunks) => {
            const bytes = new Uint8Array(await asked(chunks.get(key)));
            bytes[bytes.length >> 1] ^= 1;
            chunks.put(bytes.buffer, key);
          });
          return null;
        });
        """,
        sha256,
        index);
  }

  /** Simulates a browser that evicts chunks. */
  public void evict(long index) {
    run(
        """
        run(async () => {
          await withStore('readwrite', (downloads, chunks) => {
            chunks.delete([arguments[0], arguments[1]]);
          });
          return null;
        });
        """,
        sha256,
        index);
  }

  /** The states of all downloads, by the asset's hash. */
  @SuppressWarnings("unchecked")
  public Map<String, String> states() {
    return (Map<String, String>)
        run(
            """
            run(() => withStore('readonly', async (downloads) => Object.fromEntries(
              (await asked(downloads.getAll())).map(({ sha256, state }) => [sha256, state]))));
            """);
  }

  /**
   * The page's answer for a range of it: the status, and whether the bytes are exactly the file's.
   */
  public String answer(long first, long last) throws IOException {
    Object answered =
        run(
            """
            run(async () => {
              const response = await fetch(`/audio/${arguments[0]}.mp3`, {
                headers: { Range: `bytes=${arguments[1]}-${arguments[2]}` },
              });
              const range = response.headers.get('Content-Range');
              return `${response.status} ${range} ${await sha256(await response.arrayBuffer())}`;
            });
            """,
            sha256,
            first,
            last);
    String right =
        String.format(
            Locale.ROOT,
            "206 bytes %d-%d/%d %s",
            first,
            last,
            file.toFile().length(),
            sha256Of(file, first, last + 1 - first));
    return answered.equals(right) ? "exact" : answered.toString();
  }

  private Object run(String body, Object... arguments) {
    Map<?, ?> ended = (Map<?, ?>) page.asyncScript(LIBRARY + body, arguments);
    if (ended.get("fault") != null) {
      throw new IllegalStateException(ended.get("fault").toString());
    }
    return ended.get("value");
  }

  private static String sha256Of(Path file, long first, long lengthBytes) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[256 * 1024];
      bytes.seek(first);
      for (long left = lengthBytes; left > 0; ) {
        int read = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("the file ends before");
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
