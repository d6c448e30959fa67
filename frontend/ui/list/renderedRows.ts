import type { RowHeights } from './rowHeights';

/** A row that is rendered, and the height of the rows that are left out before it. */
export interface RenderedRow {
  readonly index: number;
  readonly gapPx: number;
}

export interface RenderedRows {
  readonly rows: readonly RenderedRow[];
  /** The height of the rows that are left out at the end. */
  readonly restPx: number;
}

/** Which rows are wanted: from an index to another, exclusively, and one more, -1 for none. */
interface WantedRows {
  readonly from: number;
  readonly to: number;
  readonly focused: number;
}

/** The rows with the gaps between them, which keep them where they are in the whole list. */
export function renderedRows(
  heights: RowHeights,
  count: number,
  { from, to, focused }: WantedRows,
): RenderedRows {
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (focused >= 0 && focused < from) {
    indexes.unshift(focused);
  } else if (focused >= to) {
    indexes.push(focused);
  }
  let endPx = 0;
  const rows = indexes.map((index) => {
    const gapPx = heights.before(index) - endPx;
    endPx = heights.before(index + 1);
    return { index, gapPx };
  });
  return { rows, restPx: heights.before(count) - endPx };
}

export function areSame(a: RenderedRows, b: RenderedRows): boolean {
  return (
    a.restPx === b.restPx &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => areEqual(row, b.rows[at]))
  );
}

function areEqual(a: RenderedRow, b: RenderedRow | undefined): boolean {
  return a.index === b?.index && a.gapPx === b.gapPx;
}
