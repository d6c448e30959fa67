import type { Time } from '../ports';
import type { ClockReading } from '../rules/clock';
import { isStorageError } from '../storage/storage-errors';
import type { ListeningEvent } from './listening-event';

/** Writes events to the store. Resolves when they are stored and shown. */
export type WriteEvents = (
  account: string,
  events: readonly ListeningEvent[],
  at: ClockReading,
) => Promise<void>;

/** A write that waits in the queue. */
interface Unwritten {
  readonly account: string;
  /** Empty for a write that is not about listening events. */
  readonly events: readonly ListeningEvent[];
  readonly write: () => Promise<void>;
  readonly written: () => void;
  readonly failed: (fault: unknown) => void;
}

/** After this long the storage is tried again. */
const RETRY_MS = 2_000;

/**
 * The only way for listening events into the store. It writes them in the order in which they happened. When the
 * storage is full or its connection was lost, the events wait here and the write is tried again (C1).
 */
export class WriteQueue {
  /** The first one is being written. */
  #unwritten: Unwritten[] = [];
  #writing: Promise<void> | null = null;
  #inTrouble = false;
  #cancelRetry: (() => void) | null = null;

  constructor(
    private readonly writeEvents: WriteEvents,
    private readonly readClock: () => ClockReading,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * Starts at once when no write is running: after page-hide there may be no later chance. Resolves when the events
   * are stored, or when a later position replaced them while they waited. Rejects when the events are invalid.
   */
  write(account: string, events: readonly ListeningEvent[]): Promise<void> {
    return new Promise((written, failed) => {
      const at = this.readClock();
      this.#add({ account, events, write: () => this.writeEvents(account, events, at), written, failed });
      this.#start();
    });
  }

  /** Queues another write of an account among its events. Resolves as {@link write} does. */
  writeInTurn(account: string, write: () => Promise<void>): Promise<void> {
    return new Promise((written, failed) => {
      this.#add({ account, events: [], write, written, failed });
      this.#start();
    });
  }

  /** Whether everything is in the store. */
  isEmpty(): boolean {
    return this.#unwritten.length === 0;
  }

  /** Whether a position is not in the store yet. */
  hasPositions(): boolean {
    return this.#unwritten.some(({ events }) => events.some(({ kind }) => kind !== 'flag'));
  }

  /** The last position of a lecture that is not stored yet; null when none waits. */
  positionOf(account: string, lectureId: string): number | null {
    const events = this.#unwritten.filter((one) => one.account === account).flatMap((one) => one.events);
    const last = events.findLast((event) => event.kind !== 'flag' && event.lectureId === lectureId);
    return last === undefined || last.kind === 'flag' ? null : last.positionMs;
  }

  /** Resolves when everything so far is stored, or waits for the storage to become writable again. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #add(now: Unwritten): void {
    const [first, ...waiting] = this.#unwritten;
    // Only the last of the kept positions that wait is needed.
    const outdated = waiting.filter((one) => isOutdated(one, now));
    const stillWaiting = waiting.filter((one) => !outdated.includes(one));
    this.#unwritten = first === undefined ? [now] : [first, ...stillWaiting, now];
    outdated.forEach(({ written }) => {
      written();
    });
  }

  #start(): void {
    if (this.#unwritten.length > 0) {
      this.#writing ??= this.#writeAll();
    }
  }

  async #writeAll(): Promise<void> {
    try {
      for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
        if (!(await this.#writeOne(next))) {
          return;
        }
        this.#unwritten.shift();
      }
    } finally {
      // In the same turn as the last check for waiting writes: a later write finds no writer running and starts one.
      this.#writing = null;
    }
  }

  /** Answers false when it has to wait. */
  async #writeOne({ write, written, failed }: Unwritten): Promise<boolean> {
    try {
      await write();
      this.#inTrouble = false;
      written();
    } catch (failure) {
      if (isStorageError(failure)) {
        this.#tryAgainLater(failure);
        return false;
      }
      failed(failure);
    }
    return true;
  }

  /** Reported once, however often it is tried. One retry waits at a time. */
  #tryAgainLater(trouble: unknown): void {
    if (!this.#inTrouble) {
      this.#inTrouble = true;
      this.onFault(trouble);
    }
    this.#cancelRetry?.();
    this.#cancelRetry = this.time.after(RETRY_MS, () => {
      this.#cancelRetry = null;
      this.#start();
    });
  }
}

function isOutdated(earlier: Unwritten, later: Unwritten): boolean {
  const lectureId = later.events[0]?.lectureId;
  return (
    earlier.account === later.account &&
    later.events.some(({ kind }) => kind !== 'flag') &&
    earlier.events.length > 0 &&
    earlier.events.every((event) => event.kind === 'keep' && event.lectureId === lectureId)
  );
}
