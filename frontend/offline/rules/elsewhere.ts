import type { Standing } from './standing';

/** Less than this apart is the same place for a listener. */
const NEAR_MS = 10_000;

export interface Here {
  readonly deviceId: string;
  readonly positionMs: number;
  /** Stamps up to this one were known when the lecture was loaded here. */
  readonly knownAt: number;
}

/**
 * Where another device went on with the lecture that is loaded here; null when it did not, or came to where this
 * one is anyway. Only told, never followed by itself (C8).
 */
export function movedElsewhere(standing: Standing | null, here: Here): number | null {
  if (standing === null || standing.positionAt === null || standing.positionBy === null) {
    return null;
  }
  const { resumePositionMs } = standing.view;
  const moved =
    standing.positionBy !== here.deviceId &&
    standing.positionAt > here.knownAt &&
    resumePositionMs > 0 &&
    !isSamePlace(resumePositionMs, here.positionMs);
  return moved ? resumePositionMs : null;
}

export function isSamePlace(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < NEAR_MS;
}
