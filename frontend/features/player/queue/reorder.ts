/** Where a row that is dragged would be dropped: the place, from 0, that its middle is over. */
export function placeOver(from: number, draggedPx: number, rowPx: number, count: number): number {
  if (rowPx <= 0 || count === 0) {
    return from;
  }
  return Math.min(count - 1, Math.max(0, from + Math.round(draggedPx / rowPx)));
}

/** By how many rows the row at `place` moves while the row from `from` is held over `to`. */
export function givesWay(place: number, from: number, to: number): -1 | 0 | 1 {
  if (place > from && place <= to) {
    return -1;
  }
  return place < from && place >= to ? 1 : 0;
}

/** The place to which a key moves a row. Null for other keys. */
export function placeByKey(pressed: string, at: number, count: number): number | null {
  const places: Readonly<Record<string, number>> = {
    ArrowUp: Math.max(0, at - 1),
    ArrowDown: Math.min(count - 1, at + 1),
    Home: 0,
    End: count - 1,
  };
  return places[pressed] ?? null;
}
