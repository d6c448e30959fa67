import type { Changes } from '../changes';
import { LiveValue } from '../live';
import { USUAL, type PlaybackSetting } from '../rules/playback-settings';
import { boundedRate, speedOf, withSpeed } from '../rules/speed';
import { readPlayback, writeSetting } from '../store/settings';
import type { Tables } from '../store/tables';
import type { PlaybackSettings } from '../types';

/** How the listener wants to hear: kept on this device, shared by its tabs, in memory for who cannot wait. */
export class Preferences {
  readonly view = new LiveValue<PlaybackSettings>(USUAL);
  #kept: PlaybackSetting = { ...USUAL, name: 'playback', speeds: [] };

  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly onFault: (fault: unknown) => void,
  ) {
    changes.onChange((change) => {
      if (change.kind === 'playback') {
        this.load().catch(onFault);
      }
    });
  }

  async load(): Promise<void> {
    this.#show(await this.tables.transact(['settings'], 'read', readPlayback));
  }

  /** @param key of the series, or of a lecture that stands alone */
  rateOf(key: string): number {
    return speedOf(this.#kept.speeds, key, this.#kept.rate);
  }

  chooseRate(key: string, rate: number): void {
    this.#edit((kept) => ({ ...kept, speeds: withSpeed(kept.speeds, key, rate) }));
  }

  change(settings: Partial<PlaybackSettings>): void {
    this.#edit((kept) => ({ ...kept, ...settings, rate: boundedRate(settings.rate ?? kept.rate) }));
  }

  /** Seen at once; in the store it is made to what another tab may have written meanwhile. */
  #edit(change: (kept: PlaybackSetting) => PlaybackSetting): void {
    this.#show(change(this.#kept));
    this.tables
      .transact(['settings'], 'write', async (transaction) => {
        await writeSetting(transaction, change(await readPlayback(transaction)));
      })
      .then(() => {
        this.changes.publishElsewhere({ kind: 'playback' });
      })
      .catch(this.onFault);
  }

  #show(kept: PlaybackSetting): void {
    this.#kept = kept;
    const { autoPlay, rate, shortcuts } = kept;
    this.view.set({ autoPlay, rate, shortcuts });
  }
}
