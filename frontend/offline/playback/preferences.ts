import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { DEFAULT_PLAYBACK_SETTINGS, type PlaybackSetting } from '../rules/playback/playback-settings';
import { boundedRate, speedOf, withSpeed } from '../rules/playback/speed';
import { readPlayback, writeSetting } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { PlaybackSettings } from '../types';
import { SharedSetting } from './shared-setting';

/** How the listener wants to hear: kept on this device, shared by its tabs, in memory for who cannot wait. */
export class Preferences {
  readonly view = new LiveValue<PlaybackSettings>(DEFAULT_PLAYBACK_SETTINGS);
  readonly #kept: SharedSetting<PlaybackSetting>;

  constructor(tables: Tables, changes: Changes, onFault: (fault: unknown) => void) {
    this.#kept = new SharedSetting<PlaybackSetting>({
      initial: { ...DEFAULT_PLAYBACK_SETTINGS, name: 'playback', speeds: [] },
      tables,
      store: { read: readPlayback, write: writeSetting },
      onShown: () => {
        const { autoPlay, rate, shortcuts } = this.#kept.value();
        this.view.set({ autoPlay, rate, shortcuts });
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
    this.#kept.change((kept) => ({ ...kept, ...settings, rate: boundedRate(settings.rate ?? kept.rate) }));
  }
}
