import type { LectureProgress } from './lecture-progress';

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
export function movedElsewhere(progress: LectureProgress | null, here: Here): number | null {
  if (progress === null || progress.positionAt === null || progress.positionBy === null) {
    return null;
  }
  const { resumePositionMs } = progress.view;
  const moved =
    progress.positionBy !== here.deviceId &&
    progress.positionAt > here.knownAt &&
    resumePositionMs > 0 &&
    !isSamePlace(resumePositionMs, here.positionMs);
  return moved ? resumePositionMs : null;
}

export function isSamePlace(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < NEAR_MS;
}
