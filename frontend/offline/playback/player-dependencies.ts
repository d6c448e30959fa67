import type { LectureProgress } from '../rules/lecture-progress';
import type { Choice, Source } from './source';

/** What the player needs from the rest of the core. */
export interface PlayerDependencies {
  readonly account: () => string;
  /** The lecture as the catalogue has it; null when unknown. */
  readonly lecture: (lectureId: string) => Titles | null;
  readonly progressOf: (lectureId: string) => LectureProgress | null;
  readonly choose: (lectureId: string) => Choice;
  /** Makes a source of what `choose` said is to be assembled; null when it cannot be. */
  readonly assemble: (choice: Extract<Choice, { kind: 'assemble' }>) => Promise<Source | null>;
  /** Gives back the memory of what was assembled, once nothing plays it. */
  readonly release: (assembled: Source) => void;
  /** The present time as stamps have it. */
  readonly now: () => number;
  /** How fast this lecture is to be heard. */
  readonly rateOf: (lectureId: string) => number;
  /** What goes on by itself when the lecture that is loaded has ended; null when nothing does. */
  readonly goesOnWith: () => string | null;
  /** Whether the server is thought to be reachable. */
  readonly isOnline: () => boolean;
  /** Calls back whenever it is again. */
  readonly onOnline: (callback: () => void) => void;
  /** What is loaded, for the next start. */
  readonly remember: (lectureId: string | null, rate: number) => void;
}

export interface Titles {
  readonly id: string;
  readonly title: string;
  readonly scholarName: string;
  readonly seriesId: string | null;
  readonly seriesTitle: string | null;
  readonly assetId: string;
  readonly durationMs: number;
}
