import type { Time } from '../ports';
import { isStorageTrouble } from '../store/trouble';
import type { Deed } from './record';

/** Where deeds go; resolves when they are in the store and shown. */
export type WriteDeeds = (account: string, deeds: readonly Deed[], at: number) => Promise<void>;

/** What waits to be written. */
interface Unwritten {
  readonly account: string;
  /** None where something else is to be written. */
  readonly deeds: readonly Deed[];
  readonly write: () => Promise<void>;
  readonly written: () => void;
  readonly failed: (fault: unknown) => void;
}

/** After this long the storage is tried again. */
const RETRY_MS = 2_000;

/**
 * The one way of deeds into the store, in the order in which they happened, whoever they come from. What the
 * storage does not take, because it is full or its connection was lost, waits here and is tried again (C1).
 */
export class DeedQueue {
  /** The first one is being written. */
  #unwritten: Unwritten[] = [];
  #writing: Promise<void> | null = null;
  #inTrouble = false;
  #cancelRetry: (() => void) | null = null;

  constructor(
    private readonly writeDeeds: WriteDeeds,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * Begun at once when nothing is being written: on page-hide there is no later. Resolves when it is in the store,
   * or was outdone by a later position while it waited; rejects when it is wrong in itself.
   */
  write(account: string, deeds: readonly Deed[]): Promise<void> {
    return new Promise((written, failed) => {
      const at = this.time.now();
      this.#add({ account, deeds, write: () => this.writeDeeds(account, deeds, at), written, failed });
      this.#start();
    });
  }

  /** Something else of an account's that has to be written, in turn with the deeds; resolves as {@link write} does. */
  writeInTurn(account: string, write: () => Promise<void>): Promise<void> {
    return new Promise((written, failed) => {
      this.#add({ account, deeds: [], write, written, failed });
      this.#start();
    });
  }

  /** Whether everything is in the store. */
  isEmpty(): boolean {
    return this.#unwritten.length === 0;
  }

  /** Whether a position is not in the store yet. */
  hasPositions(): boolean {
    return this.#unwritten.some(({ deeds }) => deeds.some(({ kind }) => kind !== 'mark'));
  }

  /** Where a lecture was left that is not in the store yet; null where all of it is. */
  positionOf(account: string, lectureId: string): number | null {
    const deeds = this.#unwritten.filter((one) => one.account === account).flatMap((one) => one.deeds);
    const last = deeds.findLast((deed) => deed.kind !== 'mark' && deed.lectureId === lectureId);
    return last === undefined || last.kind === 'mark' ? null : last.positionMs;
  }

  /** Resolves when everything so far is in the store, or waits until the storage can be written again. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #add(now: Unwritten): void {
    const [first, ...waiting] = this.#unwritten;
    // Of kept positions that wait, only the last is of use.
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
      // In the same turn as the last look at what waits: what comes later finds nobody writing, and begins.
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
      if (isStorageTrouble(failure)) {
        this.#tryAgainLater(failure);
        return false;
      }
      failed(failure);
    }
    return true;
  }

  /** Told once, however often it is tried; one retry waits at a time. */
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
  const lectureId = later.deeds[0]?.lectureId;
  return (
    earlier.account === later.account &&
    later.deeds.some(({ kind }) => kind !== 'mark') &&
    earlier.deeds.length > 0 &&
    earlier.deeds.every((deed) => deed.kind === 'keep' && deed.lectureId === lectureId)
  );
}
