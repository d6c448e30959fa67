import type { Fetch } from './downloads/transfer/fetch-chunk';
import type { ObjectUrls } from './playback/source/source';
import type { Gateway } from './gateway-port';
import type {
  Background,
  RandomSource,
  Channel,
  Locks,
  Media,
  MediaControls,
  Network,
  Page,
  StorageQuota,
  Time,
} from './ports';
import type { CatalogueRows } from './rules/catalogue';
import type { ChunkStore } from './storage/chunk-store';
import type { Tables } from './storage/tables';
import type { Live, StorageProblem } from './types';

/** Everything outside of the core that it uses. */
export interface World {
  readonly time: Time;
  readonly random: RandomSource;
  readonly network: Network;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly page: Page;
  readonly background: Background;
  readonly space: StorageQuota;
  readonly gateway: Gateway;
  readonly fetch: Fetch;
  readonly media: Media;
  readonly controls: MediaControls;
  readonly objectUrls: ObjectUrls;
  /** Whether a worker answers the page's requests. */
  readonly workerAnswers: () => boolean;
  /** Working tables, whether they survive the page, and what they cannot do now. */
  readonly tables: Tables;
  readonly keeps: boolean;
  readonly storageProblem: Live<StorageProblem | null>;
  readonly chunks: ChunkStore;
  /** The lecture that a link led to and what it refers to, as the page brought them; null without. */
  readonly linked: () => CatalogueRows | null;
  /** Reports an unexpected failure. The core continues. */
  readonly onFault: (fault: unknown) => void;
}
