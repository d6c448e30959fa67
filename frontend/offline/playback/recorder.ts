import type { WriteQueue } from '../outbox/write-queue';
import type { ListeningEvent } from '../outbox/listening-event';
import type { Time } from '../ports';
import {
  newPlaybackSampler,
  observe,
  type Sample,
  type Observation,
  type PlaybackSampler,
} from '../rules/playback/playback-sampler';
import { isAtEnd } from '../rules/lecture-progress';

/** What is being recorded, and for whom: fixed when the lecture was loaded (C4). */
export interface Subject {
  readonly account: string;
  readonly lectureId: string;
  readonly audioAssetId: string;
}

/** Turns observations of the player into listening events. */
export class Recorder {
  #subject: Subject | null = null;
  #sampler: PlaybackSampler = newPlaybackSampler(0);

  constructor(
    private readonly queue: WriteQueue,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** From now on this is recorded, once its resume seek has completed. */
  begin(subject: Subject, durationMs: number): void {
    this.#subject = subject;
    this.#sampler = newPlaybackSampler(durationMs);
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
    if (this.#sampler.durationMs === 0) {
      this.#sampler = { ...this.#sampler, durationMs };
    }
  }

  /** Whether this is the end of what was loaded, by the length that is known; true where none is. */
  isEnd(positionMs: number): boolean {
    const { durationMs } = this.#sampler;
    return durationMs === 0 || isAtEnd(positionMs, durationMs);
  }

  /** Whether playback came to the end, and not the listener's seek alone; true where no length is known. */
  wasHeardToTheEnd(): boolean {
    return this.#sampler.durationMs === 0 || this.#sampler.completed;
  }

  see(observation: Observation): void {
    const subject = this.#subject;
    if (subject === null) {
      return;
    }
    const { sampler, samples } = observe(this.#sampler, observation, this.time.now());
    this.#sampler = sampler;
    if (samples.length > 0) {
      this.#write(
        subject.account,
        samples.map((sample) => eventOf(sample, subject)),
      );
    }
  }

  /** The listener moved the position of a lecture that is shown, but not loaded. */
  move(subject: Subject, positionMs: number): void {
    this.#write(subject.account, [eventOf({ kind: 'offer', positionMs }, subject)]);
  }

  /** The listener chose the place where the loaded lecture is already: it counts from now, though nothing moved. */
  affirm(positionMs: number): void {
    if (this.#subject !== null) {
      this.move(this.#subject, positionMs);
    }
  }

  /** Whether every position that was seen is in the store. */
  isWritten(): boolean {
    return !this.queue.hasPositions();
  }

  /** Where a lecture was left that is not in the store yet; null where all of it is. */
  unwrittenOf(account: string, lectureId: string): number | null {
    return this.queue.positionOf(account, lectureId);
  }

  /** In the order in which it happened, with whatever else the listener does. */
  #write(account: string, events: readonly ListeningEvent[]): void {
    this.queue.write(account, events).catch(this.onFault);
  }
}

function eventOf(sample: Sample, { lectureId, audioAssetId }: Subject): ListeningEvent {
  return sample.kind === 'complete'
    ? { kind: 'flag', lectureId, type: 'COMPLETED' }
    : { kind: sample.kind, lectureId, positionMs: sample.positionMs, audioAssetId };
}
