import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { GatewayFailure, type CatalogueChanges, type Gateway } from '../gateway-port';
import { type Time } from '../ports';
import { UNREAD_CATALOGUE, type Catalogue as Known, type CatalogueRows } from '../rules/catalogue';
import { CatalogueBuilder } from '../rules/catalogue-builder';
import { catalogueOfSummary, contentsOf, summaryOf } from '../rules/catalogue-summary';
import type { Tables } from '../storage/tables';
import type { Arriving, CatalogueView } from '../types';
import { CatalogueStore, rowsOf, type Position, type Sought } from './catalogue-store';
import { LookUp } from './look-up';
import { SnapshotArrival } from './snapshot-arrival';

/** A catalogue with fewer lectures is read at once. Of a larger one a summary is shown first. */
const SUMMARIZED_LECTURES = 1_000;

/** What arrives is shown when there is so much more than was shown: the listener sees it grow, and drawing is rare. */
const GROWTH = 1.5;

/** The rest of a large catalogue is read this much later, so that it does not delay the first drawing. */
const READ_AFTER_MS = 400;

/** The rest of the catalogue is read from this device. */
const FROM_DEVICE: Arriving = { from: 'device', lectures: null };

/** The rest comes in pages, which do not tell how many lectures there are. */
const IN_PAGES: Arriving = { from: 'server', lectures: null };

/** The catalogue as this device last received it. It can be read offline and is refreshed by cursor. */
export class Catalogue {
  readonly known = new LiveValue<Known>(UNREAD_CATALOGUE);
  readonly view = new LiveValue<CatalogueView>(UNREAD_CATALOGUE.view);
  readonly #store: CatalogueStore;
  readonly #lookUp: LookUp;
  #language: string | null = null;
  /** Makes the views of the last reading, and of what has arrived since. */
  #builder: CatalogueBuilder | null = null;
  /** Counts the readings: only the last one is shown. */
  #readings = 0;
  /** Whether the stored summary is the one of what is shown. */
  #isSummaryCurrent = false;
  #hasSummary = false;
  #isNew = true;
  /** How many lectures the builder had when they were last shown. */
  #shown = 0;

  constructor(
    tables: Tables,
    private readonly changes: Changes,
    private readonly gateway: Pick<Gateway, 'catalogueChanges' | 'catalogueSnapshot'>,
    private readonly time: Pick<Time, 'after'>,
    private readonly onFault: (fault: unknown) => void,
  ) {
    this.#store = new CatalogueStore(tables);
    this.#lookUp = new LookUp(
      this.#store,
      this.known,
      () => this.#language,
      (known) => {
        this.#set(known);
      },
    );
  }

  /** Shows titles and descriptions in this language (BCP 47) where they are translated. */
  showIn(language: string): void {
    if (language !== this.#language) {
      this.#language = language;
      this.#isSummaryCurrent = false;
      if (this.#readings > 0) {
        this.#readAll().catch(this.onFault);
      }
    }
  }

  /** Whether this device has not received a whole catalogue yet. */
  isNew(): boolean {
    return this.#isNew;
  }

  /**
   * Reads the stored catalogue. Of a large one a summary is shown when this resolves, and the rest when it has been
   * read. While something is shown, it stays until everything has been read anew.
   *
   * @param linked came with the page, and is shown too
   */
  async load(linked: CatalogueRows | null = null): Promise<void> {
    if (linked !== null) {
      // On a full device the rest is shown nevertheless.
      await this.#store.addMissing(linked).catch(this.onFault);
    }
    if (this.known.get() !== UNREAD_CATALOGUE) {
      this.#isSummaryCurrent = false;
      await this.#readAll();
      return;
    }
    const { summary, loaded } = await this.#store.start();
    this.#hasSummary = summary !== null;
    if (summary === null || summary.language !== this.#language) {
      await this.#readAll();
      return;
    }
    this.#isSummaryCurrent = true;
    this.#isNew = false;
    this.#set(catalogueOfSummary(summary, FROM_DEVICE));
    const first = [loaded, ...(linked?.lectures ?? []).map(({ id }) => id)];
    await this.include(first.filter((id) => id !== null));
    this.time.after(READ_AFTER_MS, () => {
      // A refresh may have read everything meanwhile.
      if (this.view.get().arriving === FROM_DEVICE) {
        this.#readAll().catch(this.onFault);
      }
    });
  }

  /** Makes sure that these lectures are shown, where they are stored, although the rest is still being read. */
  include(lectureIds: readonly string[]): Promise<void> {
    return this.lookUp(lectureIds.map((id) => ({ kind: 'lecture', id })));
  }

  /** The same for whole series and scholars, too. */
  lookUp(sought: readonly Sought[]): Promise<void> {
    return this.#lookUp.find(sought);
  }

  async #readAll(): Promise<void> {
    const reading = ++this.#readings;
    const builder = new CatalogueBuilder(this.#language);
    const position = await this.#store.readAll((rows) => {
      if (reading === this.#readings) {
        builder.add(rows);
      }
    });
    if (reading === this.#readings) {
      this.#builder = builder;
      this.#isNew = position.epoch === null;
      this.#show(builder, arrivingAt(position));
    }
  }

  #show(builder: CatalogueBuilder, arriving: Arriving | null): void {
    const known = builder.build(arriving);
    this.#shown = builder.size;
    this.#set(known);
    if (arriving !== null || this.#isSummaryCurrent) {
      return;
    }
    if (this.#hasSummary || builder.size >= SUMMARIZED_LECTURES) {
      this.#hasSummary = true;
      this.#isSummaryCurrent = true;
      this.#store.writeSummary(summaryOf(known, builder.language), contentsOf(known)).catch(this.onFault);
    }
  }

  #set(known: Known): void {
    this.known.set(known);
    this.view.set(known.view);
  }

  /**
   * Fetches what changed: at first the snapshot (C13), and then page by page what changed since. Resolves to whether
   * anything changed. Rejects with GatewayFailure; what has arrived until then is stored and shown.
   */
  async refresh(): Promise<boolean> {
    let changed = false;
    try {
      const position = await this.#store.position();
      const isFirst = position.epoch === null;
      if (isFirst) {
        changed = await this.#readSnapshot(position);
        if (changed) {
          this.changes.publishElsewhere({ kind: 'catalogue' });
        }
      }
      const pages = await this.#readPages(isFirst, () => {
        changed = true;
      });
      if (pages > 0) {
        this.changes.publishElsewhere({ kind: 'catalogue' });
      }
      if (pages > 0 || (changed && this.#builder?.language !== this.#language)) {
        this.#isSummaryCurrent = false;
        await this.#readAll();
      }
    } catch (failure) {
      if (changed) {
        await this.#readAll();
      }
      throw failure;
    }
    this.#isNew = false;
    return changed;
  }

  async #readSnapshot(position: Position): Promise<boolean> {
    const arrival = new SnapshotArrival(this.#store, position, this.time, (pages, lectures) => {
      const isWhole = pages.at(-1)?.more === false;
      this.#grow(pages, isWhole ? null : { from: 'server', lectures });
    });
    try {
      const became = await arrival.read(this.gateway);
      if (became === 'overtaken') {
        await this.#readAll();
      }
      return became !== 'none';
    } catch (failure) {
      if (failure instanceof GatewayFailure && failure.refused !== null) {
        return false; // The server, or something before it, has no snapshot now. It may have pages.
      }
      throw failure;
    }
  }

  /** Shows what has just been stored, unless there is little of it. */
  #grow(pages: readonly CatalogueChanges[], arriving: Arriving | null): void {
    this.#readings++; // A reading that is under way may lack what has just been stored.
    this.#builder ??= new CatalogueBuilder(this.#language);
    for (const page of pages) {
      this.#builder.add(page);
    }
    // A linked lecture may be there before everything else.
    if (arriving === null || this.#shown <= 1 || this.#builder.size >= this.#shown * GROWTH) {
      this.#show(this.#builder, arriving);
    }
  }

  /**
   * Stores the pages of what changed.
   *
   * @param isFirst whether they are the whole catalogue, so that they are shown as they arrive
   * @param stored called when something was stored
   * @returns how many pages had rows
   */
  async #readPages(isFirst: boolean, stored: () => void): Promise<number> {
    let pages = 0;
    for (let more = true; more;) {
      const position = await this.#store.position();
      const page = await this.gateway.catalogueChanges(position.cursor);
      if (isOtherHistory(position, page)) {
        await this.#store.replace(await this.#pagesFromTheBeginning());
        stored();
        return pages + 1;
      }
      await this.#store.addPage(page);
      if (rowsOf(page).length > 0) {
        pages++;
        stored();
      }
      more = page.more && page.cursor > position.cursor;
      if (isFirst && more) {
        this.#grow([page], IN_PAGES);
      }
    }
    return pages;
  }

  /** Collects all pages in memory. The stored catalogue stays until all of them have arrived. */
  async #pagesFromTheBeginning(): Promise<CatalogueChanges[]> {
    const pages: CatalogueChanges[] = [];
    let position: Pick<Position, 'cursor' | 'epoch'> = { cursor: 0, epoch: null };
    for (let more = true; more;) {
      const page = await this.gateway.catalogueChanges(position.cursor);
      if (isOtherHistory(position, page)) {
        throw new GatewayFailure('unavailable', { cause: new Error('the catalogue was replaced meanwhile') });
      }
      pages.push(page);
      more = page.more && page.cursor > position.cursor;
      position = page;
    }
    return pages;
  }
}

/** What is still to come from the server, by where the last reading ended. */
function arrivingAt({ epoch, snapshot, more }: Position): Arriving | null {
  if (snapshot !== undefined && snapshot !== null) {
    return { from: 'server', lectures: snapshot.lectures };
  }
  return epoch === null || more === true ? IN_PAGES : null;
}

/** R13.6: the epoch is another one, or the server's cursor is behind this device's. */
function isOtherHistory(
  { cursor, epoch }: { readonly cursor: number; readonly epoch: string | null },
  page: CatalogueChanges,
): boolean {
  return (epoch !== null && page.epoch !== epoch) || page.cursor < cursor;
}
