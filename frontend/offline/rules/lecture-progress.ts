import type { ListeningView } from '../types';
import { compareIntents, type StampOrigin, type Intent } from './intent';
import { join, registersOf } from './join';
import { flagsOf, type Registers, type SparseRegisters } from './registers';

/**
 * The listener's progress in a lecture: authoritative registers, with what is pending and what is only on this
 * device laid over them (C8). The server computes the same view (R4, R5, R9).
 */

/** A position this close to the end counts as the end. The server has the same margin. */
export const END_MARGIN_MS = 10_000;
/** The margin of a short recording is a twentieth of it. Otherwise half of a short clip would count as its end. */
const MAX_MARGIN_FRACTION = 20;

/** The position kept every few seconds, which may be ahead of its last outbox entry (C3). */
export interface LocalPosition extends Partial<StampOrigin> {
  readonly account: string;
  readonly lectureId: string;
  readonly positionMs: number;
  readonly audioAssetId: string;
  /** The stamp that was issued when it was kept. */
  readonly occurredAt: number;
  readonly intentId: string;
  /** Whether an intent with this stamp was written as well. */
  readonly offered: boolean;
}

export interface LectureProgress {
  readonly view: ListeningView;
  /** The recorded position, whatever the listener is offered; null when there is none. */
  readonly positionMs: number | null;
  /** When the position was last moved, by its stamp; null when there is none. */
  readonly positionAt: number | null;
  /** The device that carried it; null when there is none. */
  readonly positionBy: string | null;
}

/** The end margin of a recording of this length. */
export function endMarginMs(durationMs: number): number {
  return Math.min(END_MARGIN_MS, Math.floor(durationMs / MAX_MARGIN_FRACTION));
}

/** Whether a position counts as the end of a recording of this length. */
export function isAtEnd(positionMs: number, durationMs: number): boolean {
  return positionMs >= durationMs - endMarginMs(durationMs);
}

/** The registers with pending intents and the locally kept position laid over them. */
export function overlay(
  state: SparseRegisters | null,
  pending: readonly Intent[],
  local: LocalPosition | null,
  deviceId: string,
): Registers {
  const intents = local === null ? [...pending] : [...pending, progressOf(local)];
  return intents
    .sort(compareIntents)
    .reduce((registers, intent) => join(registers, intent, deviceId), registersOf(state ?? {}));
}

/**
 * @param durationMs duration of the lecture's present asset; null when the catalogue does not know the lecture, and the
 *   position is then offered as it was recorded
 */
export function lectureProgressOf(
  lectureId: string,
  registers: Registers,
  durationMs: number | null,
): LectureProgress {
  const { position, completion } = registers;
  const flags = flagsOf(registers);
  const counts =
    position !== null && (!flags.completed || position.occurredAt > (completion?.occurredAt ?? 0));
  return {
    view: {
      lectureId,
      resumePositionMs: counts ? offered(position.positionMs, durationMs) : 0,
      ...flags,
      listenedAt: position?.occurredAt ?? null,
    },
    positionMs: position?.positionMs ?? null,
    positionAt: position?.occurredAt ?? null,
    positionBy: position?.deviceId ?? null,
  };
}

/** The intent that offers a locally kept position, with that position's own time (C3). */
export function progressOf(local: LocalPosition): Intent {
  const { intentId, lectureId, occurredAt, positionMs, audioAssetId } = local;
  return { id: intentId, type: 'PROGRESS', lectureId, occurredAt, positionMs, audioAssetId };
}

/** R9: a position that is clamped to the present asset's end lies within the end margin, so the beginning is offered. */
function offered(positionMs: number, durationMs: number | null): number {
  return durationMs !== null && isAtEnd(positionMs, durationMs) ? 0 : positionMs;
}
