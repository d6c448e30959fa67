package app.durus.proof.downloads;

import app.durus.product.browser.Page;

/** A media element of the proof, beside the app's. It plays the service worker's answers. */
public final class SecondPlayer {

  private static final String SEEK =
      """
      const [path, share, done] = arguments;
      const audio = window.proofAudio ??= new Audio(path);
      audio.muted = true; // What makes no sound, engines let play without a listener's touch.
      const seek = () => {
        const target = share * audio.duration;
        const heard = () => {
          if (audio.currentTime > target + 0.1) {
            audio.ontimeupdate = null;
            audio.pause();
            done('heard');
          }
        };
        audio.onseeked = () => {
          audio.ontimeupdate = heard;
          audio.play().catch((refused) => done('refused: ' + refused));
        };
        audio.currentTime = target;
      };
      audio.onerror = () => done('error ' + audio.error.message);
      if (audio.readyState > 0) { seek(); } else { audio.onloadedmetadata = seek; audio.load(); }
      """;

  private final Page page;

  public SecondPlayer(Page page) {
    this.page = page;
  }

  /**
   * Seeks to this share of the whole length and plays from there.
   *
   * @return "heard", or the error
   */
  public String seek(String sha256, double share) {
    return (String) page.asyncScript(SEEK, "/audio/" + sha256 + ".mp3", share);
  }
}
