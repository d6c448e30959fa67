/** The assumed height of a row, in CSS pixels, until one was measured: two lines of text. */
const FIRST_GUESS_PX = 72;

/**
 * Where the rows of a list stand of which only some are rendered. A row that was rendered counts with its own height,
 * the others with the average of the rows that were measured first. All lengths are CSS pixels.
 */
export class RowHeights {
  #ids: readonly string[] = [];
  readonly #measured = new Map<string, number>();
  #assumedPx: number | null = null;
  /** By index: the height of all rows before; the last one is that of the whole list. Null when it is outdated. */
  #offsets: Float64Array | null = null;

  /** The rows of the list, in order. */
  show(ids: readonly string[]): void {
    if (ids !== this.#ids) {
      this.#ids = ids;
      this.#offsets = null;
    }
  }

  /** Answers whether any height is another than before. Rows without a height are not laid out and are left out. */
  measure(rows: ReadonlyArray<{ readonly id: string; readonly heightPx: number }>): boolean {
    let changed = false;
    const laidOut = rows.filter(({ heightPx }) => heightPx > 0);
    for (const { id, heightPx } of laidOut) {
      if (Math.abs((this.#measured.get(id) ?? 0) - heightPx) >= 0.5) {
        this.#measured.set(id, heightPx);
        changed = true;
      }
    }
    if (this.#assumedPx === null && laidOut.length > 0) {
      this.#assumedPx = laidOut.reduce((sum, { heightPx }) => sum + heightPx, 0) / laidOut.length;
    }
    if (changed) {
      this.#offsets = null;
    }
    return changed;
  }

  /** Text is larger or lines are shorter than before: what was measured says nothing any more. */
  forget(): void {
    this.#measured.clear();
    this.#assumedPx = null;
    this.#offsets = null;
  }

  /** The height of all rows before this one. The number of rows as index gives the height of the list. */
  before(index: number): number {
    return this.#sums()[index] ?? 0;
  }

  /** The row at this distance from the top of the list: the first or last one where it is beyond the list. */
  at(distancePx: number): number {
    const offsets = this.#sums();
    let low = 0;
    let high = this.#ids.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((offsets[middle] ?? 0) <= distancePx) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low);
  }

  #sums(): Float64Array {
    if (this.#offsets === null) {
      const offsets = new Float64Array(this.#ids.length + 1);
      const assumedPx = this.#assumedPx ?? FIRST_GUESS_PX;
      let sum = 0;
      this.#ids.forEach((id, index) => {
        sum += this.#measured.get(id) ?? assumedPx;
        offsets[index + 1] = sum;
      });
      this.#offsets = offsets;
    }
    return this.#offsets;
  }
}
