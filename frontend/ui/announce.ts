let say: (words: string) => void = () => undefined;

/** Tells screen readers the effect of a tap that cannot be seen. Lost while there is no callback. */
export function announce(words: string): void {
  say(words);
}

/** Sets the callback. The returned function removes it. */
export function onAnnouncement(callback: (words: string) => void): () => void {
  say = callback;
  return () => {
    say = () => undefined;
  };
}
