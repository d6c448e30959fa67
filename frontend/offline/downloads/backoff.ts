import type { RandomSource, Time } from '../ports';
import { retryDelayMs } from '../rules/retry';

/** How long the server must have said that it has no such recording before it is believed. */
const GONE_AFTER_MS = 300_000;
/** How often the server must have said so, because a device may have slept in between. */
const GONE_AFTER_TRIES = 5;

interface Failed {
  readonly failures: number;
  /** By the steady clock. */
  readonly dueMs: number;
  /** The first of the answers in a row that say that there is no such recording. */
  readonly gone: { readonly sinceMs: number; readonly tries: number } | null;
}

/**
 * The wait before the next try of each download whose last try brought nothing. It grows with each failure, and other
 * downloads go on meanwhile. It is forgotten when the page closes.
 */
export class DownloadBackoff {
  readonly #failed = new Map<string, Failed>();

  constructor(
    private readonly time: Time,
    private readonly random: RandomSource,
  ) {}

  /** The listener wants it now, or bytes of it arrived: it does not wait. */
  reset(lectureId: string): void {
    this.#failed.delete(lectureId);
  }

  /** The network changed, so the reasons of the failures may be gone: none waits. */
  resetAll(): void {
    this.#failed.clear();
  }

  /** Nobody answered: it goes behind the others, which wait as long as it does. */
  unanswered(lectureId: string): void {
    const { failures } = this.#of(lectureId);
    this.#failed.set(lectureId, { failures: failures + 1, dueMs: this.time.elapsedMs(), gone: null });
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
      this.#failed.delete(lectureId);
      return true;
    }
    this.#wait(lectureId, since);
    return false;
  }

  /** Whether the server's last answer was that it has no such recording. */
  isRefusedAsGone(lectureId: string): boolean {
    return this.#of(lectureId).gone !== null;
  }

  /** How long it still waits; 0 when it is due. */
  waitMs(lectureId: string): number {
    return Math.max(0, this.#of(lectureId).dueMs - this.time.elapsedMs());
  }

  /** Sorts those that never failed first, then those that are due the longest. */
  compare(a: string, b: string): number {
    return this.#turn(a) - this.#turn(b);
  }

  #turn(lectureId: string): number {
    const failed = this.#failed.get(lectureId);
    return failed === undefined ? -1 : failed.dueMs;
  }

  #wait(lectureId: string, gone: Failed['gone']): void {
    const failures = this.#of(lectureId).failures + 1;
    const delayMs = retryDelayMs(failures, this.random.random());
    this.#failed.set(lectureId, { failures, dueMs: this.time.elapsedMs() + delayMs, gone });
  }

  #of(lectureId: string): Failed {
    return this.#failed.get(lectureId) ?? { failures: 0, dueMs: 0, gone: null };
  }
}
