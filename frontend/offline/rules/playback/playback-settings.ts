import type { PlaybackSettings } from '../../types';
import type { Queue } from './queue';
import type { Speeds } from './speed';

/** What the player keeps on this device, and nowhere else. */

/** How the listener wants to hear. */
export interface PlaybackSetting extends PlaybackSettings {
  readonly name: 'playback';
  readonly speeds: Speeds;
}

/** What was lined up, and by whom: another account that listens here does not see it (C9). */
export interface QueueSetting {
  readonly name: 'queue';
  readonly account: string;
  readonly lectureIds: Queue;
}

export const DEFAULT_PLAYBACK_SETTINGS: PlaybackSettings = { autoPlay: true, rate: 1, shortcuts: true };
