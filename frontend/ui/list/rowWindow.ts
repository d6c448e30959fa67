import { areSame, renderedRows, type RenderedRows } from './renderedRows';
import { revealRow } from './revealRow';
import { RowHeights } from './rowHeights';

/** So far beyond the edges of the viewport rows are rendered: what a finger flings before the next frame. */
const BEYOND_PX = 800;
/** Rendered before anything could be measured. */
const ROWS_AT_FIRST = 30;
/** The number of lists whose heights are remembered for the way back. */
const REMEMBERED = 20;

const remembered = new Map<string, RowHeights>();

function heightsOf(name: string): RowHeights {
  const heights = remembered.get(name) ?? new RowHeights();
  remembered.delete(name);
  remembered.set(name, heights);
  for (const oldest of [...remembered.keys()].slice(0, -REMEMBERED)) {
    remembered.delete(oldest);
  }
  return heights;
}

/**
 * Decides which rows of a long list are rendered: those in and near the viewport, and the one that has the focus. The
 * page scrolls, or the dialog around the list, not the list. Its shape fits React's `useSyncExternalStore`.
 *
 * The heights of rows that were never rendered are assumed. When such rows are rendered above the viewport, the page is
 * scrolled by the difference, so that what is read stays where it is.
 */
export class RowWindow {
  readonly #heights: RowHeights;
  readonly #callbacks = new Set<() => void>();
  #ids: readonly string[];
  #list: HTMLElement | null = null;
  #scroller: Element | Window = window;
  #shown: RenderedRows;
  #focused: string | null = null;
  #printing = false;
  #widthPx = window.innerWidth;
  /** The first row in the viewport, and where its top has to stay. */
  #anchor: { readonly id: string; readonly topPx: number } | null = null;
  #revealing: { readonly id: string; readonly onRevealed: (row: HTMLElement) => void } | null = null;

  /** @param name of the list: its heights are remembered when it is left */
  constructor(name: string, ids: readonly string[]) {
    this.#heights = heightsOf(`${name} ${this.#widthPx}`);
    this.#ids = ids;
    this.#heights.show(ids);
    this.#shown = this.#rowsBetween(0, Math.min(ids.length, ROWS_AT_FIRST));
  }

  readonly get = (): RenderedRows => this.#shown;

  readonly subscribe = (onChange: () => void): (() => void) => {
    if (this.#callbacks.size === 0) {
      // Scrolling of a dialog does not bubble.
      window.addEventListener('scroll', this.#look, { passive: true, capture: true });
      window.addEventListener('resize', this.#resized);
      window.addEventListener('beforeprint', this.#beforePrint);
      window.addEventListener('afterprint', this.#afterPrint);
    }
    this.#callbacks.add(onChange);
    return () => {
      this.#callbacks.delete(onChange);
      if (this.#callbacks.size === 0) {
        window.removeEventListener('scroll', this.#look, { capture: true });
        window.removeEventListener('resize', this.#resized);
        window.removeEventListener('beforeprint', this.#beforePrint);
        window.removeEventListener('afterprint', this.#afterPrint);
      }
    };
  };

  readonly attach = (list: HTMLElement | null): void => {
    this.#list = list;
    this.#scroller = list === null ? window : scrollerOf(list);
  };

  /** Call it after each rendering, before it is painted. Each row has its id in `data-row`. */
  rendered(ids: readonly string[]): void {
    const isNew = ids !== this.#ids;
    this.#ids = ids;
    this.#heights.show(ids);
    const rows = this.#rows();
    const measured = rows.map((row) => ({
      id: row.dataset.row ?? '',
      heightPx: row.getBoundingClientRect().height,
    }));
    const changed = this.#heights.measure(measured);
    this.#holdAnchor(rows);
    this.#finishRevealing(rows);
    if (isNew || changed) {
      this.#look();
    }
  }

  /** Scrolls to a row, unless it is seen already, and calls back with it. */
  reveal(id: string, onRevealed: (row: HTMLElement) => void = () => undefined): void {
    const index = this.#ids.indexOf(id);
    if (index < 0 || this.#list === null) {
      return;
    }
    this.#revealing = { id, onRevealed };
    if (this.#finishRevealing(this.#rows())) {
      return;
    }
    const topPx = this.#list.getBoundingClientRect().top + this.#heights.before(index);
    this.#anchor = null;
    this.#scroller.scrollBy({ top: topPx - window.innerHeight / 2, behavior: 'instant' });
    this.#show(this.#near(index, window.innerHeight));
  }

  /** The row that has the focus stays rendered wherever the page is scrolled to. Null when none has it. */
  focus(id: string | null): void {
    this.#focused = id;
  }

  readonly #look = (): void => {
    if (this.#list === null) {
      return;
    }
    if (this.#printing) {
      this.#show(this.#rowsBetween(0, this.#ids.length));
      return;
    }
    const topPx = this.#list.getBoundingClientRect().top;
    const first = this.#heights.at(-topPx);
    const id = this.#ids[first];
    this.#anchor = topPx < 0 && id !== undefined ? { id, topPx: topPx + this.#heights.before(first) } : null;
    const from = this.#heights.at(-topPx - BEYOND_PX);
    const to = this.#heights.at(window.innerHeight - topPx + BEYOND_PX) + 1;
    this.#show(this.#rowsBetween(from, Math.min(to, this.#ids.length)));
  };

  readonly #resized = (): void => {
    if (window.innerWidth !== this.#widthPx) {
      this.#widthPx = window.innerWidth;
      this.#heights.forget();
    }
    this.#look();
  };

  readonly #beforePrint = (): void => {
    this.#printing = true;
    this.#look();
  };

  readonly #afterPrint = (): void => {
    this.#printing = false;
    this.#look();
  };

  #near(index: number, aroundPx: number): RenderedRows {
    const middlePx = this.#heights.before(index);
    return this.#rowsBetween(
      this.#heights.at(middlePx - aroundPx),
      Math.min(this.#heights.at(middlePx + aroundPx) + 1, this.#ids.length),
    );
  }

  #rowsBetween(from: number, to: number): RenderedRows {
    const focused = this.#focused === null ? -1 : this.#ids.indexOf(this.#focused);
    return renderedRows(this.#heights, this.#ids.length, { from, to, focused });
  }

  #show(next: RenderedRows): void {
    if (!areSame(this.#shown, next)) {
      this.#shown = next;
      this.#callbacks.forEach((callback) => {
        callback();
      });
    }
  }

  #rows(): HTMLElement[] {
    return [...(this.#list?.children ?? [])].filter((row) => row instanceof HTMLElement);
  }

  /** Answers whether the row that is to be revealed is rendered. */
  #finishRevealing(rows: readonly HTMLElement[]): boolean {
    const sought = this.#revealing;
    const row = sought === null ? undefined : rows.find(({ dataset }) => dataset.row === sought.id);
    if (sought === null || row === undefined) {
      return false;
    }
    this.#revealing = null;
    revealRow(row);
    sought.onRevealed(row);
    return true;
  }

  #holdAnchor(rows: readonly HTMLElement[]): void {
    const anchor = this.#anchor;
    const row = anchor === null ? undefined : rows.find(({ dataset }) => dataset.row === anchor.id);
    if (anchor !== null && row !== undefined) {
      const movedPx = row.getBoundingClientRect().top - anchor.topPx;
      if (Math.abs(movedPx) >= 1) {
        this.#scroller.scrollBy({ top: movedPx, behavior: 'instant' });
      }
    }
  }
}

/** What scrolls around the list: an element, or the page. */
function scrollerOf(list: HTMLElement): Element | Window {
  for (let around = list.parentElement; around !== null; around = around.parentElement) {
    if (around !== document.body && /auto|scroll/.test(getComputedStyle(around).overflowY)) {
      return around === document.documentElement ? window : around;
    }
  }
  return window;
}
