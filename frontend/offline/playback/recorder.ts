import type { Deed } from '../outbox/record';
import type { Time } from '../ports';
import { beginRecording, observe, type Note, type Observation, type Recording } from '../rules/recording';
import { isAtEnd } from '../rules/standing';
import { isStorageTrouble } from '../store/trouble';

/** What is being recorded, and for whom: fixed when the lecture was loaded (C4). */
export interface Subject {
  readonly account: string;
  readonly lectureId: string;
  readonly audioAssetId: string;
}

/** Where deeds go; resolves when they are in the store and shown. */
export type WriteDeeds = (account: string, deeds: readonly Deed[], at: number) => Promise<void>;

/** What waits to be written. */
interface Unwritten {
  readonly account: string;
  readonly deeds: readonly Deed[];
  readonly at: number;
}

/** After this long the storage is tried again. */
const RETRY_MS = 2_000;

/**
 * Turns observations of the player into deeds, written in the order in which they happened. What the storage
 * does not take, because it is full or its connection was lost, waits here and is tried again.
 */
export class Recorder {
  #subject: Subject | null = null;
  #recording: Recording = beginRecording(0);
  /** The first one is being written. */
  #unwritten: Unwritten[] = [];
  #writing: Promise<void> | null = null;
  #inTrouble = false;

  constructor(
    private readonly writeDeeds: WriteDeeds,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** From now on this is recorded, once its resume seek has completed. */
  begin(subject: Subject, durationMs: number): void {
    this.#subject = subject;
    this.#recording = beginRecording(durationMs);
  }

  /** Another account listens on; what is heard from here is its own. */
  handOver(account: string): void {
    if (this.#subject !== null) {
      this.#subject = { ...this.#subject, account };
    }
  }

  end(): void {
    this.#subject = null;
  }

  /** The length, where the catalogue knew none. */
  measured(durationMs: number): void {
    if (this.#recording.durationMs === 0) {
      this.#recording = { ...this.#recording, durationMs };
    }
  }

  /** Whether this is the end of what was loaded, by the length that is known; true where none is. */
  isEnd(positionMs: number): boolean {
    const { durationMs } = this.#recording;
    return durationMs === 0 || isAtEnd(positionMs, durationMs);
  }

  /** Whether playback came to the end, and not the listener's seek alone; true where no length is known. */
  wasHeardToTheEnd(): boolean {
    return this.#recording.durationMs === 0 || this.#recording.completed;
  }

  see(observation: Observation): void {
    const subject = this.#subject;
    if (subject === null) {
      return;
    }
    const { recording, notes } = observe(this.#recording, observation, this.time.now());
    this.#recording = recording;
    if (notes.length > 0) {
      this.#write(
        subject.account,
        notes.map((note) => deedOf(note, subject)),
      );
    }
  }

  /** The listener moved the position of a lecture that is shown, but not loaded. */
  move(subject: Subject, positionMs: number): void {
    this.#write(subject.account, [deedOf({ kind: 'offer', positionMs }, subject)]);
  }

  /** The listener chose the place where the loaded lecture is already: it counts from now, though nothing moved. */
  affirm(positionMs: number): void {
    if (this.#subject !== null) {
      this.move(this.#subject, positionMs);
    }
  }

  /** Whether everything that was seen is in the store. */
  isWritten(): boolean {
    return this.#unwritten.length === 0;
  }

  /** Resolves when everything seen so far is in the store, or waits until the storage can be written again. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #write(account: string, deeds: readonly Deed[]): void {
    const [first, ...waiting] = this.#unwritten;
    const now = { account, deeds, at: this.time.now() };
    // Of kept positions that wait, only the last is of use.
    const stillWaiting = waiting.filter((one) => !isOutdated(one, now));
    this.#unwritten = first === undefined ? [now] : [first, ...stillWaiting, now];
    this.#start();
  }

  /** At once when nothing is being written: on page-hide there is no later. */
  #start(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      try {
        await this.writeDeeds(next.account, next.deeds, next.at);
        this.#inTrouble = false;
      } catch (failure) {
        if (isStorageTrouble(failure)) {
          this.#tryAgainLater(failure);
          return;
        }
        this.onFault(failure);
      }
      this.#unwritten.shift();
    }
  }

  /** Told once, however often it is tried. */
  #tryAgainLater(trouble: unknown): void {
    if (!this.#inTrouble) {
      this.#inTrouble = true;
      this.onFault(trouble);
    }
    this.time.after(RETRY_MS, () => {
      this.#start();
    });
  }
}

function isOutdated(earlier: Unwritten, later: Unwritten): boolean {
  const lectureId = later.deeds[0]?.lectureId;
  return (
    earlier.account === later.account &&
    later.deeds.some(({ kind }) => kind !== 'mark') &&
    earlier.deeds.every((deed) => deed.kind === 'keep' && deed.lectureId === lectureId)
  );
}

function deedOf(note: Note, { lectureId, audioAssetId }: Subject): Deed {
  return note.kind === 'complete'
    ? { kind: 'mark', lectureId, type: 'COMPLETED' }
    : { kind: note.kind, lectureId, positionMs: note.positionMs, audioAssetId };
}
