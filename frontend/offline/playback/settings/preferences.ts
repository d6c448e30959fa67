import type { Changes } from '../../live/changes';
import { LiveValue } from '../../live/live';
import {
  DEFAULT_PLAYBACK_SETTINGS,
  NEW_PLAYBACK_SETTINGS,
  shownSettings,
  withChange,
  type StoredPlaybackSettings,
} from '../../rules/playback/playback-settings';
import { speedOf, withSpeed } from '../../rules/playback/speed';
import { readPlayback, writeSetting } from '../../storage/settings';
import type { Tables } from '../../storage/tables';
import type { PlaybackSettings } from '../../types';
import { SharedSetting } from './shared-setting';

/**
 * The playback settings. They are stored on this device, shared by its tabs, and kept in memory for
 * synchronous readers.
 */
export class Preferences {
  readonly view = new LiveValue<PlaybackSettings>(DEFAULT_PLAYBACK_SETTINGS);
  readonly #kept: SharedSetting<StoredPlaybackSettings>;

  constructor(tables: Tables, changes: Changes, onFault: (fault: unknown) => void) {
    this.#kept = new SharedSetting<StoredPlaybackSettings>({
      initial: NEW_PLAYBACK_SETTINGS,
      tables,
      store: { read: readPlayback, write: writeSetting },
      onShown: () => {
        this.view.set(shownSettings(this.#kept.value()));
      },
      onWritten: () => {
        changes.publishElsewhere({ kind: 'playback' });
      },
      onFault,
    });
    changes.onChange((change) => {
      if (change.kind === 'playback') {
        this.load().catch(onFault);
      }
    });
  }

  load(): Promise<void> {
    return this.#kept.reread();
  }

  /** @param key of the series, or of a lecture that stands alone */
  rateOf(key: string): number {
    const { speeds, rate } = this.#kept.value();
    return speedOf(speeds, key, rate);
  }

  chooseRate(key: string, rate: number): void {
    this.#kept.change((kept) => ({ ...kept, speeds: withSpeed(kept.speeds, key, rate) }));
  }

  change(settings: Partial<PlaybackSettings>): void {
    this.#kept.change((kept) => withChange(kept, settings));
  }
}
