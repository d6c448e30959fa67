/** The small catalogue that storms use. The launcher puts the same one into the database. */

export interface SimulatedLecture {
  readonly lectureId: string;
  readonly assetId: string;
  readonly durationMs: number;
}

function id(firstByte: number, lastByte: number): string {
  const byte = (value: number) => value.toString(16).padStart(2, '0');
  return `${byte(firstByte)}000000-0000-8000-8000-0000000000${byte(lastByte)}`;
}

export const LECTURES: readonly SimulatedLecture[] = [
  { lectureId: id(0x1a, 1), assetId: id(0x2a, 1), durationMs: 600_000 },
  { lectureId: id(0x9a, 2), assetId: id(0x2b, 3), durationMs: 300_000 },
  { lectureId: id(0xfa, 3), assetId: id(0xfb, 4), durationMs: 30_000 },
  { lectureId: id(0x7a, 4), assetId: id(0x7b, 5), durationMs: 3_600_000 },
];

/** The lecture that a step's number names. */
export function lectureNumber(number: number): SimulatedLecture {
  const found = LECTURES[number % LECTURES.length];
  if (found === undefined) {
    throw new RangeError(`no lecture ${number}`);
  }
  return found;
}

export function findLecture(lectureId: string): SimulatedLecture | null {
  return LECTURES.find((one) => one.lectureId === lectureId) ?? null;
}

/** The hash of its audio asset, made up of the asset's id. */
export function sha256Of({ assetId }: SimulatedLecture): string {
  return assetId.replaceAll('-', '').repeat(2);
}

export function audioUrlOf(lecture: SimulatedLecture): string {
  return `audio/${sha256Of(lecture)}.mp3`;
}
