let say: (words: string) => void = () => undefined;

/** Says to screen readers what a tap did that cannot be seen otherwise; lost while nobody says it. */
export function announce(words: string): void {
  say(words);
}

/** Who says it, until the answer is called. */
export function onAnnouncement(callback: (words: string) => void): () => void {
  say = callback;
  return () => {
    say = () => undefined;
  };
}
