const known = new Map<string, boolean>();

/** Whether this browser says that it may play such recordings: Safari plays no Opus in Ogg in every version. */
export function canPlay(mediaType: string): boolean {
  let can = known.get(mediaType);
  if (can === undefined) {
    // "" is the only answer that means no; the others are guesses.
    can = document.createElement('audio').canPlayType(mediaType) !== '';
    known.set(mediaType, can);
  }
  return can;
}
