import type { CatalogueChanges, CatalogueSnapshotHead, Gateway, SnapshotReceiver } from '../gateway-port';
import type { Time } from '../ports';
import type { SnapshotProgress } from '../storage/schema';
import { rowsOf, type CatalogueStore, type Position } from './catalogue-store';

/** A transaction takes about so many rows: many small ones take longer, and one large one shows nothing for long. */
const ROWS_OF_A_TRANSACTION = 2_000;

/** The first line is stored and shown alone when the others take longer than this. */
const FIRST_ALONE_MS = 30;

/** After so many tries that stored nothing, the pages are asked for instead: they go on where they broke off. */
const MOST_TRIES = 3;

/** What became of a snapshot. */
export type Arrival =
  /** The server has none, or reading it has failed too often. */
  | 'none'
  | 'complete'
  /** Another tab has stored a whole catalogue meanwhile. */
  | 'overtaken';

/**
 * Stores the snapshot of a first visit as it arrives (C13). What was stored before the connection broke stays, is shown,
 * and is not stored again when the same snapshot is read anew.
 */
export class SnapshotArrival implements SnapshotReceiver {
  #progress: SnapshotProgress | null;
  /** How many lines of this snapshot are stored already. */
  #skip = 0;
  #line = 0;
  #waiting: CatalogueChanges[] = [];
  #waitingRows = 0;
  #overtaken = false;
  /** The last write, which follows those before. */
  #written: Promise<void> = Promise.resolve();
  #cancelFirst: () => void = () => undefined;

  /**
   * @param position at the start; without an epoch
   * @param time of the first line
   * @param arrived shows what has just been stored; called with the number of lectures that the snapshot has
   */
  constructor(
    private readonly store: CatalogueStore,
    position: Position,
    private readonly time: Pick<Time, 'after'>,
    private readonly arrived: (pages: readonly CatalogueChanges[], lectures: number) => void,
  ) {
    this.#progress = position.snapshot ?? null;
  }

  /** Rejects with GatewayFailure when the connection breaks. */
  async read(gateway: Pick<Gateway, 'catalogueSnapshot'>): Promise<Arrival> {
    if ((this.#progress?.tries ?? 0) >= MOST_TRIES) {
      return 'none';
    }
    try {
      const found = await gateway.catalogueSnapshot(this);
      return found ? 'complete' : 'none';
    } catch (failure) {
      // What arrived before the connection broke is stored and shown.
      await (this.#waiting.length > 0 ? this.#write() : this.#written).catch(() => undefined);
      if (this.#overtaken) {
        return 'overtaken';
      }
      throw failure;
    } finally {
      this.#cancelFirst();
    }
  }

  readonly head = ({ epoch, revision, lectures }: CatalogueSnapshotHead): Promise<void> => {
    const before = this.#progress;
    const isSame = before?.epoch === epoch && before.revision === revision;
    this.#skip = isSame ? before.lines : 0;
    this.#progress = { epoch, revision, lectures, lines: this.#skip, tries: (before?.tries ?? 0) + 1 };
    this.#writeBehind();
    return Promise.resolve();
  };

  readonly page = async (page: CatalogueChanges): Promise<void> => {
    this.#line++;
    if (this.#line <= this.#skip && page.more) {
      return;
    }
    this.#waiting.push(page);
    this.#waitingRows += rowsOf(page).length;
    if (!page.more || this.#waitingRows >= ROWS_OF_A_TRANSACTION) {
      this.#cancelFirst();
      await this.#write();
    } else if (this.#line === 1) {
      this.#cancelFirst = this.time.after(FIRST_ALONE_MS, () => {
        this.#writeBehind();
      });
    }
  };

  /** Whoever waits for the next write is told of a failure of this one. */
  #writeBehind(): void {
    this.#write().catch(() => undefined);
  }

  #write(): Promise<void> {
    this.#written = this.#written.then(() => this.#writeNow());
    return this.#written;
  }

  async #writeNow(): Promise<void> {
    const progress = this.#progress;
    if (progress === null) {
      return;
    }
    const pages = this.#waiting;
    this.#waiting = [];
    this.#waitingRows = 0;
    const last = pages.at(-1);
    if (last !== undefined) {
      this.#progress = { ...progress, lines: this.#line, tries: 0 };
    }
    const position: Position =
      last?.more === false
        ? { name: 'catalogue', cursor: last.cursor, epoch: last.epoch, more: false, snapshot: null }
        : { name: 'catalogue', cursor: 0, epoch: null, snapshot: this.#progress };
    if (!(await this.store.addToSnapshot(pages, position))) {
      this.#overtaken = true;
      throw new Error('another tab has stored the catalogue');
    }
    if (pages.length > 0) {
      this.arrived(pages, progress.lectures);
    }
  }
}
