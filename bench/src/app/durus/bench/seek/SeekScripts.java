package app.durus.bench.seek;

/**
 * Scripts that seek and fetch in a page. The last argument of each is called with the result: a
 * list of milliseconds or a word, or a text that tells what failed.
 */
final class SeekScripts {

  private SeekScripts() {}

  /** From the request to the first bytes. The range has no end, as in players' requests. */
  static final String FIRST_BYTES =
      """
      const [path, sizeBytes, count, done] = arguments;
      (async () => {
        const took = [];
        for (let i = 0; i < count; i++) {
          const first = Math.floor(Math.random() * 0.99 * sizeBytes);
          const begun = performance.now();
          const response = await fetch(path, { headers: { Range: `bytes=${first}-` } });
          const reader = response.body.getReader();
          const { value } = await reader.read();
          took.push(performance.now() - begun);
          await reader.cancel();
          if (response.status !== 206 || value.length === 0) {
            throw new Error(`${response.status}, ${value.length} bytes`);
          }
        }
        return took;
      })().then(done, (fault) => done(String(fault)));
      """;

  /** From {@code currentTime} to {@code seeked}. */
  static final String SEEKED =
      """
      const [path, count, done] = arguments;
      (async () => {
        const audio = window.benchAudio ??= new Audio(path);
        await (audio.readyState > 0 || new Promise((loaded, failed) => {
          audio.onloadedmetadata = loaded;
          audio.onerror = () => failed(new Error(audio.error.message));
        }));
        const took = [];
        for (let i = 0; i < count; i++) {
          const begun = performance.now();
          audio.currentTime = Math.random() * 0.98 * audio.duration;
          await new Promise((seeked) => { audio.onseeked = seeked; });
          took.push(performance.now() - begun);
        }
        return took;
      })().then(done, (fault) => done(String(fault)));
      """;

  /** Keeps the whole response for the worker of Workbox. */
  static final String FILL_CACHE =
      """
      const [path, done] = arguments;
      (async () => {
        await navigator.serviceWorker.register('/sw.js');
        await navigator.serviceWorker.ready;
        await (await caches.open('whole')).put(path, await fetch(path, { cache: 'no-store' }));
      })().then(() => done('filled'), (fault) => done(String(fault)));
      """;

  /** Plays, and seeks again before the position found has played for long. */
  static final String PLAY_AND_SEEK =
      """
      const [path, done] = arguments;
      const audio = new Audio(path);
      window.benchAudio = audio;
      audio.onloadedmetadata = () => {
        audio.play();
        window.benchSeeking = setInterval(() => {
          audio.currentTime = Math.random() * 0.98 * audio.duration;
        }, 200);
        done('playing');
      };
      audio.onerror = () => done(audio.error.message);
      """;
}
