/** The small catalogue that storms use. The launcher puts the same one into the database. */

export interface Talk {
  readonly lectureId: string;
  readonly assetId: string;
  readonly durationMs: number;
}

function id(firstByte: number, lastByte: number): string {
  const byte = (value: number) => value.toString(16).padStart(2, '0');
  return `${byte(firstByte)}000000-0000-8000-8000-0000000000${byte(lastByte)}`;
}

export const TALKS: readonly Talk[] = [
  { lectureId: id(0x1a, 1), assetId: id(0x2a, 1), durationMs: 600_000 },
  { lectureId: id(0x9a, 2), assetId: id(0x2b, 3), durationMs: 300_000 },
  { lectureId: id(0xfa, 3), assetId: id(0xfb, 4), durationMs: 30_000 },
  { lectureId: id(0x7a, 4), assetId: id(0x7b, 5), durationMs: 3_600_000 },
];

export function talk(number: number): Talk {
  const found = TALKS[number % TALKS.length];
  if (found === undefined) {
    throw new RangeError(`no talk ${number}`);
  }
  return found;
}

export function talkOf(lectureId: string): Talk | null {
  return TALKS.find((one) => one.lectureId === lectureId) ?? null;
}

/** Of its recording, whose hash is made up of the asset's id. */
export function sha256Of({ assetId }: Talk): string {
  return assetId.replaceAll('-', '').repeat(2);
}

export function addressOf(talk: Talk): string {
  return `audio/${sha256Of(talk)}.mp3`;
}
