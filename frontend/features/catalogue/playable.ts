const known = new Map<string, boolean>();

/** Whether this browser may have a decoder for a media type. Some versions of Safari play no Opus in Ogg. */
export function canPlay(mediaType: string): boolean {
  let can = known.get(mediaType);
  if (can === undefined) {
    // Only "" means no. The other answers are guesses.
    can = document.createElement('audio').canPlayType(mediaType) !== '';
    known.set(mediaType, can);
  }
  return can;
}
