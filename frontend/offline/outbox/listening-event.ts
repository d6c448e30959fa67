import type { LeftPlace } from '../rules/playback/earlier-places';
import type { FlagType } from '../rules/registers';

/** One thing that the listener did, or a position that playback reached. */
export type ListeningEvent =
  /** `keep` stays on this device. `offer` is also sent to the server (C3). */
  | {
      readonly kind: 'keep' | 'offer';
      readonly lectureId: string;
      readonly positionMs: number;
      readonly audioAssetId: string;
      /** The place that the listener leaves by it, if any: it is kept on this device (C12). */
      readonly leaves?: LeftPlace | undefined;
    }
  | { readonly kind: 'flag'; readonly lectureId: string; readonly type: FlagType };
