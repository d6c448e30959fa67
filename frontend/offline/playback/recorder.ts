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

/** The lecture and account for which positions are recorded, fixed when the lecture was loaded (C4). */
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

  /** Records this lecture from now on, once its resume seek has completed. */
  begin(subject: Subject, durationMs: number): void {
    this.#subject = subject;
    this.#sampler = newPlaybackSampler(durationMs);
  }

  /** Another account listens from now on. Later positions belong to it. */
  handOver(account: string): void {
    if (this.#subject !== null) {
      this.#subject = { ...this.#subject, account };
    }
  }

  end(): void {
    this.#subject = null;
  }

  /** Sets the duration when the catalogue does not know it. */
  measured(durationMs: number): void {
    if (this.#sampler.durationMs === 0) {
      this.#sampler = { ...this.#sampler, durationMs };
    }
  }

  /** Whether this position is the end by the known duration; true when none is known. */
  isEnd(positionMs: number): boolean {
    const { durationMs } = this.#sampler;
    return durationMs === 0 || isAtEnd(positionMs, durationMs);
  }

  /** Whether playback reached the end, and not only a seek; true when no duration is known. */
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

  /**
   * The listener chose the position at which the loaded lecture is already. It counts from now, although
   * nothing moved.
   */
  affirm(positionMs: number): void {
    if (this.#subject !== null) {
      this.move(this.#subject, positionMs);
    }
  }

  /** Whether every observed position is in the store. */
  isWritten(): boolean {
    return !this.queue.hasPositions();
  }

  /** The last position of a lecture that is not in the store yet; null when all are stored. */
  unwrittenOf(account: string, lectureId: string): number | null {
    return this.queue.positionOf(account, lectureId);
  }

  /** Written in order, together with the listener's other actions. */
  #write(account: string, events: readonly ListeningEvent[]): void {
    this.queue.write(account, events).catch(this.onFault);
  }
}

function eventOf(sample: Sample, { lectureId, audioAssetId }: Subject): ListeningEvent {
  return sample.kind === 'complete'
    ? { kind: 'flag', lectureId, type: 'COMPLETED' }
    : { kind: sample.kind, lectureId, positionMs: sample.positionMs, audioAssetId };
}
