import type { CatalogueChanges, CatalogueSnapshotHead, Gateway, SnapshotReceiver } from '../gateway-port';
import type { SnapshotProgress } from '../storage/schema';
import { rowsOf, type CatalogueStore, type Position } from './catalogue-store';

/** A transaction takes about so many rows: many small ones take longer, and one large one shows nothing for long. */
const ROWS_OF_A_TRANSACTION = 2_000;

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

  /**
   * @param position at the start; without an epoch
   * @param arrived shows what has just been stored; called with the number of lectures that the snapshot has
   */
  constructor(
    private readonly store: CatalogueStore,
    position: Position,
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
      if (this.#overtaken) {
        return 'overtaken';
      }
      throw failure;
    }
  }

  readonly head = async ({ epoch, revision, lectures }: CatalogueSnapshotHead): Promise<void> => {
    const before = this.#progress;
    const isSame = before?.epoch === epoch && before.revision === revision;
    this.#skip = isSame ? before.lines : 0;
    this.#progress = { epoch, revision, lectures, lines: this.#skip, tries: (before?.tries ?? 0) + 1 };
    await this.#write();
  };

  readonly page = async (page: CatalogueChanges): Promise<void> => {
    this.#line++;
    if (this.#line <= this.#skip && page.more) {
      return;
    }
    this.#waiting.push(page);
    this.#waitingRows += rowsOf(page).length;
    const isFirst = this.#line === 1;
    if (isFirst || !page.more || this.#waitingRows >= ROWS_OF_A_TRANSACTION) {
      await this.#write();
    }
  };

  async #write(): Promise<void> {
    const progress = this.#progress;
    if (progress === null) {
      return;
    }
    const pages = this.#waiting;
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
    this.#waiting = [];
    this.#waitingRows = 0;
    if (pages.length > 0) {
      this.arrived(pages, progress.lectures);
    }
  }
}
