import type { RandomSource, Time } from '../ports';
import { retryDelayMs } from '../rules/retry';

/** A server that says for so long that it has no such recording is believed. */
const GONE_AFTER_MS = 300_000;
/** And only after so many answers: a device may have slept meanwhile. */
const GONE_AFTER_TRIES = 5;

interface Record {
  readonly failures: number;
  /** By time that goes on steadily. */
  readonly dueMs: number;
  /** The first of the answers in a row that say that there is no such recording. */
  readonly gone: { readonly sinceMs: number; readonly tries: number } | null;
}

/**
 * Downloads whose last try brought nothing, each with a wait of its own that grows: the others go on meanwhile. Kept for
 * the page's life only.
 */
export class SetBack {
  readonly #records = new Map<string, Record>();

  constructor(
    private readonly time: Time,
    private readonly random: RandomSource,
  ) {}

  /** The listener wants it now, or bytes of it arrived: it does not wait. */
  forgive(lectureId: string): void {
    this.#records.delete(lectureId);
  }

  /** Nothing is known any more of why they failed. */
  forgiveAll(): void {
    this.#records.clear();
  }

  /** Nobody answered: it goes behind the others, which wait as long as it does. */
  unanswered(lectureId: string): void {
    const { failures } = this.#of(lectureId);
    this.#records.set(lectureId, { failures: failures + 1, dueMs: this.time.elapsedMs(), gone: null });
  }

  /** The server answered that it cannot, or not now. */
  refused(lectureId: string): void {
    this.#wait(lectureId, null);
  }

  /** The server answered that it has no such recording. Answers whether that is to be believed now. */
  isGone(lectureId: string): boolean {
    const nowMs = this.time.elapsedMs();
    const { gone } = this.#of(lectureId);
    const since = { sinceMs: gone?.sinceMs ?? nowMs, tries: (gone?.tries ?? 0) + 1 };
    if (since.tries >= GONE_AFTER_TRIES && nowMs - since.sinceMs >= GONE_AFTER_MS) {
      this.#records.delete(lectureId);
      return true;
    }
    this.#wait(lectureId, since);
    return false;
  }

  /** Whether the server's last answer was that it has no such recording. */
  isRefusedAsGone(lectureId: string): boolean {
    return this.#of(lectureId).gone !== null;
  }

  /** How long it waits still; ms, 0 when it is due. */
  waitMs(lectureId: string): number {
    return Math.max(0, this.#of(lectureId).dueMs - this.time.elapsedMs());
  }

  /** Sorts those that never failed first, then those that are due the longest. */
  compare(a: string, b: string): number {
    return this.#turn(a) - this.#turn(b);
  }

  #turn(lectureId: string): number {
    const record = this.#records.get(lectureId);
    return record === undefined ? -1 : record.dueMs;
  }

  #wait(lectureId: string, gone: Record['gone']): void {
    const failures = this.#of(lectureId).failures + 1;
    const delayMs = retryDelayMs(failures, this.random.random());
    this.#records.set(lectureId, { failures, dueMs: this.time.elapsedMs() + delayMs, gone });
  }

  #of(lectureId: string): Record {
    return this.#records.get(lectureId) ?? { failures: 0, dueMs: 0, gone: null };
  }
}
