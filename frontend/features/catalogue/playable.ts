/** Names that listeners know, by media type without parameters. */
const FORMATS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'MP3',
  'audio/mp4': 'M4A',
  'audio/ogg': 'Ogg',
  'audio/flac': 'FLAC',
  'audio/wav': 'WAV',
  'audio/aac': 'AAC',
};

/** The name of a recording's format, such as "Ogg"; its media type where there is none. */
export function formatOf(mediaType: string): string {
  const bare = (mediaType.split(';')[0] ?? '').trim();
  return FORMATS[bare] ?? bare;
}

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
