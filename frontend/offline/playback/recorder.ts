import { ROUNDING_MS } from './media/seek-tracker';
import type { WriteQueue } from '../outbox/write-queue';
import type { ListeningEvent } from '../outbox/listening-event';
import type { Time } from '../ports';
import {
  isAtUnheardEnd,
  isEnd,
  newPlaybackSampler,
  observe,
  type Sample,
  type Observation,
  type PlaybackSampler,
} from '../rules/playback/playback-sampler';
import { isAtEnd } from '../rules/lecture-progress';
import type { LeftPlace } from '../rules/playback/earlier-places';
import { causeOf, heardTo, jumped, placeAt, type HeardPlace } from '../rules/playback/heard-place';
import type { SeekKind } from '../rules/playback/seek-undo';

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
  /** The place in the lecture that is recorded. */
  #place: HeardPlace = placeAt(0);
  /** The place in a lecture that is shown, but not loaded. */
  #shown: { readonly lectureId: string; readonly place: HeardPlace } | null = null;

  constructor(
    private readonly queue: WriteQueue,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * Records this lecture from now on, once its resume seek has completed.
   *
   * @param fromMs where playback resumes
   */
  begin(subject: Subject, durationMs: number, fromMs: number): void {
    this.#subject = subject;
    this.#place = placeAt(fromMs);
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

  /** The positions that follow are estimates (C4.7). */
  estimates(): void {
    this.#sampler = { ...this.#sampler, estimated: true };
  }

  /** Whether this position is the end by the known duration; true when none is known. */
  isEnd(positionMs: number): boolean {
    return this.#sampler.durationMs === 0 || isEnd(this.#sampler, positionMs);
  }

  /** Whether playback reached the end, and not only a seek; true when no duration is known. */
  wasHeardToTheEnd(): boolean {
    return this.#sampler.durationMs === 0 || this.#sampler.completed;
  }

  /** Whether the listener chose a place at the end that does not count yet; the place heard last still counts (C4.6). */
  isAtUnheardEnd(): boolean {
    return isAtUnheardEnd(this.#sampler);
  }

  /** @param jump the kind of the listener's jump; null for every other observation */
  see(observation: Observation, jump: SeekKind | null = null): void {
    const subject = this.#subject;
    if (subject === null) {
      return;
    }
    const leaves = this.#follow(observation, jump);
    const { sampler, samples } = observe(this.#sampler, observation, this.time.now());
    this.#sampler = sampler;
    if (samples.length > 0) {
      this.#write(
        subject.account,
        samples.map((sample) => eventOf(sample, subject, leaves)),
      );
    }
  }

  /**
   * The listener moved the position of a lecture that is not loaded.
   *
   * @param fromMs where the listener is
   */
  move(subject: Subject, positionMs: number, kind: SeekKind, fromMs: number): void {
    const shown = this.#shown?.lectureId === subject.lectureId ? this.#shown.place : null;
    const place = shown !== null && Math.abs(shown.nowMs - fromMs) <= ROUNDING_MS ? shown : placeAt(fromMs);
    const jump = jumped(place, kind, positionMs);
    this.#shown = { lectureId: subject.lectureId, place: jump.place };
    const leaves = leftBy(jump.leftMs, kind, positionMs);
    this.#write(subject.account, [eventOf({ kind: 'offer', positionMs }, subject, leaves)]);
  }

  /**
   * The listener chose the position at which the loaded lecture is already. It counts from now, although
   * nothing moved.
   */
  affirm(positionMs: number): void {
    if (this.#subject !== null) {
      this.#write(this.#subject.account, [eventOf({ kind: 'offer', positionMs }, this.#subject, undefined)]);
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

  /** The place that the listener leaves, if it is one. A seek into the end margin leaves none: it moves nobody (C4.6). */
  #follow({ kind, positionMs }: Observation, jump: SeekKind | null): LeftPlace | undefined {
    if (kind === 'played' || kind === 'rested') {
      this.#place = heardTo(this.#place, positionMs);
    } else if (kind === 'resumed') {
      this.#place = this.#isInEndMargin(positionMs)
        ? { ...this.#place, nowMs: positionMs }
        : placeAt(positionMs);
    } else if (kind === 'sought' && jump !== null && !this.#isInEndMargin(positionMs)) {
      const { place, leftMs } = jumped(this.#place, jump, positionMs);
      this.#place = jump === 'sought' || jump === 'skipped' ? place : placeAt(positionMs);
      return leftBy(leftMs, jump, positionMs);
    } else if (kind === 'sought') {
      // Arrived; or within the end margin, where nothing counts as heard before it is.
      this.#place = { ...this.#place, nowMs: positionMs, ...(jump !== null && { heardMs: 0 }) };
    }
    return undefined;
  }

  #isInEndMargin(positionMs: number): boolean {
    const { durationMs } = this.#sampler;
    return durationMs > 0 && isAtEnd(positionMs, durationMs);
  }

  /** Written in order, together with the listener's other actions. */
  #write(account: string, events: readonly ListeningEvent[]): void {
    this.queue.write(account, events).catch(this.onFault);
  }
}

function leftBy(positionMs: number | null, kind: SeekKind, toMs: number): LeftPlace | undefined {
  return positionMs === null ? undefined : { positionMs, toMs, cause: causeOf(kind) };
}

function eventOf(
  sample: Sample,
  { lectureId, audioAssetId }: Subject,
  leaves: LeftPlace | undefined,
): ListeningEvent {
  return sample.kind === 'complete'
    ? { kind: 'flag', lectureId, type: 'COMPLETED' }
    : {
        kind: sample.kind,
        lectureId,
        positionMs: sample.positionMs,
        audioAssetId,
        ...(leaves && { leaves }),
      };
}
