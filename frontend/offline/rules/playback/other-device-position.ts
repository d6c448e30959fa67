import type { LectureProgress } from '../lecture-progress';
import { isSamePlace } from './same-place';

export interface Here {
  readonly deviceId: string;
  readonly positionMs: number;
  /** Stamps up to this one were known when the lecture was loaded here. */
  readonly knownAt: number;
}

/**
 * The position to which another device moved in the lecture that is loaded here; null when it did not move, or came
 * to where this device is anyway. It is only shown, never followed automatically (C8).
 */
export function movedOnOtherDevice(progress: LectureProgress | null, here: Here): number | null {
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
