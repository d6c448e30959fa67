import type { PlaybackSettings } from '../../types';
import type { Queue } from './queue';
import type { Speeds } from './speed';

/** The player's settings, which are kept on this device only. */

/** How the listener wants to hear. */
export interface PlaybackSetting extends PlaybackSettings {
  readonly name: 'playback';
  readonly speeds: Speeds;
}

/** The queue and the account that made it. Another account on this device does not see it (C9). */
export interface QueueSetting {
  readonly name: 'queue';
  readonly account: string;
  readonly lectureIds: Queue;
}

export const DEFAULT_PLAYBACK_SETTINGS: PlaybackSettings = { autoPlay: true, rate: 1, shortcuts: true };
