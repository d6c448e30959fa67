import type { Deed } from '../outbox/record';
import type { Time } from '../ports';
import { beginRecording, observe, type Note, type Observation, type Recording } from '../rules/recording';
import { isAtEnd } from '../rules/standing';

/** What is being recorded, and for whom: fixed when the lecture was loaded (C4). */
export interface Subject {
  readonly account: string;
  readonly lectureId: string;
  readonly audioAssetId: string;
}

/** Where deeds go; resolves when they are in the store and shown. */
export type WriteDeeds = (account: string, deeds: readonly Deed[], at: number) => Promise<void>;

/** Turns observations of the player into deeds, written in the order in which they happened. */
export class Recorder {
  #subject: Subject | null = null;
  #recording: Recording = beginRecording(0);
  #writing: Promise<void> = Promise.resolve();
  #unwritten = 0;

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

  /** Whether everything that was seen is in the store. */
  isWritten(): boolean {
    return this.#unwritten === 0;
  }

  /** Resolves when everything seen so far is in the store, or was reported as a fault. */
  written(): Promise<void> {
    return this.#writing;
  }

  #write(account: string, deeds: readonly Deed[]): void {
    this.#unwritten++;
    const at = this.time.now();
    // Begun at once when nothing is before it: on page-hide there is no later.
    const write = () => this.writeDeeds(account, deeds, at);
    const writing = this.#unwritten === 1 ? write() : this.#writing.then(write);
    this.#writing = writing.catch(this.onFault).finally(() => {
      this.#unwritten--;
    });
  }
}

function deedOf(note: Note, { lectureId, audioAssetId }: Subject): Deed {
  return note.kind === 'complete'
    ? { kind: 'mark', lectureId, type: 'COMPLETED' }
    : { kind: note.kind, lectureId, positionMs: note.positionMs, audioAssetId };
}
