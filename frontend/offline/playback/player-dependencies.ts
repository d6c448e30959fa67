import type { LectureProgress } from '../rules/lecture-progress';
import type { Choice, Source } from './source/source';

/** What the player needs from the rest of the core. */
export interface PlayerDependencies {
  readonly account: () => string;
  /** The lecture in the catalogue; null when unknown. */
  readonly lecture: (lectureId: string) => Titles | null;
  readonly progressOf: (lectureId: string) => LectureProgress | null;
  readonly choose: (lectureId: string) => Choice;
  /** Assembles the source that `choose` asked for; null when that fails. */
  readonly assemble: (choice: Extract<Choice, { kind: 'assemble' }>) => Promise<Source | null>;
  /** Releases the memory of an assembled source that nothing plays. */
  readonly release: (assembled: Source) => void;
  /** The present time on the clock of stamps. */
  readonly now: () => number;
  /** The speed for this lecture. */
  readonly rateOf: (lectureId: string) => number;
  /** The lecture that begins by itself when the loaded one has ended; null for none. */
  readonly goesOnWith: () => string | null;
  /** False when the browser says that there is no network. */
  readonly mayBeThere: () => boolean;
  /** The HTTP status of a recording's address now; null when nobody answers. In bounded time; never rejects. */
  readonly statusOf: (url: string) => Promise<number | null>;
  /** Bytes of a stream arrived. */
  readonly onReceived: () => void;
  /** Whether the worker found the download at this address damaged, or a part of it missing. */
  readonly isDamaged: (url: string) => boolean;
  /** Calls back whenever the server becomes reachable. */
  readonly onOnline: (callback: () => void) => void;
  /** Stores the loaded lecture for the next start. */
  readonly remember: (lectureId: string | null, rate: number) => void;
}

export interface Titles {
  readonly id: string;
  readonly title: string;
  readonly scholarName: string;
  readonly seriesId: string | null;
  readonly seriesTitle: string | null;
  /** The address of its picture, or of its series', without size and end; null without one. */
  readonly cover: string | null;
  readonly assetId: string;
  readonly durationMs: number;
}
