import type { Queue } from './queue';
import { SKIP_BACK_MS, SKIP_FORWARD_MS, SKIP_STEPS_MS } from './skip';
import { boundedRate, type Speeds } from './speed';

/**
 * What the player keeps on this device, and nowhere else. A setting of playback stands here alone: its name, its type,
 * its initial value and its bounds. What the page keeps before the core runs is in `page-settings.ts`.
 */

/** How the listener wants to hear, on this device. */
export interface PlaybackSettings {
  /** Whether the next lecture begins when one has ended. */
  readonly autoPlay: boolean;
  /** The speed of what none was chosen for; 0.5 to 3. */
  readonly rate: number;
  /** Whether single keys command the player. */
  readonly shortcuts: boolean;
  /** How far one skip goes: one of {@link SKIP_STEPS_MS} each. */
  readonly skipBackMs: number;
  readonly skipForwardMs: number;
  /**
   * What "previous" and "next" do on a headset, in a car and on the lock screen. They skip by default: such a button is
   * pressed by mistake easily, and another lecture is far from the place.
   */
  readonly trackButtons: 'skip' | 'lecture';
}

/** Before anybody changed them. */
export const DEFAULT_PLAYBACK_SETTINGS: PlaybackSettings = {
  ...{ autoPlay: true, rate: 1, shortcuts: true },
  ...{ skipBackMs: SKIP_BACK_MS, skipForwardMs: SKIP_FORWARD_MS, trackButtons: 'skip' },
};

/** The settings as they are stored, with the speeds that were chosen for series and lectures. */
export interface StoredPlaybackSettings extends PlaybackSettings {
  readonly name: 'playback';
  readonly speeds: Speeds;
}

export const NEW_PLAYBACK_SETTINGS: StoredPlaybackSettings = {
  ...DEFAULT_PLAYBACK_SETTINGS,
  name: 'playback',
  speeds: [],
};

const NAMES = Object.keys(DEFAULT_PLAYBACK_SETTINGS) as Array<keyof PlaybackSettings>;

/** What the listener sees of them. */
export function shownSettings(stored: StoredPlaybackSettings): PlaybackSettings {
  return Object.fromEntries(NAMES.map((name) => [name, stored[name]])) as unknown as PlaybackSettings;
}

/** With what the listener changed, within its bounds. */
export function withChange(
  stored: StoredPlaybackSettings,
  change: Partial<PlaybackSettings>,
): StoredPlaybackSettings {
  const changed = { ...stored, ...change };
  return {
    ...changed,
    rate: boundedRate(changed.rate),
    skipBackMs: isSkipStep(changed.skipBackMs) ? changed.skipBackMs : stored.skipBackMs,
    skipForwardMs: isSkipStep(changed.skipForwardMs) ? changed.skipForwardMs : stored.skipForwardMs,
  };
}

function isSkipStep(ms: number): boolean {
  return SKIP_STEPS_MS.includes(ms);
}

/** The queue and the account that made it. Another account on this device does not see it (C9). */
export interface QueueSetting {
  readonly name: 'queue';
  readonly account: string;
  readonly lectureIds: Queue;
}
