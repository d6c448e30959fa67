/** Further down than this, a sheet that is let go closes. */
const farPx = 140;
/** Faster than this, a flick closes it from anywhere. */
const flickPxPerMs = 0.6;
/** Less than this is no flick, however fast. */
const leastPx = 24;

/** Where a sheet stands while it is dragged: down with the finger, and never further up than it is. */
export function draggedTo(startPx: number, nowPx: number): number {
  return Math.max(0, nowPx - startPx);
}

/** Whether a sheet that was dragged so far in such a time is meant to close. */
export function closes(draggedPx: number, tookMs: number): boolean {
  return draggedPx >= farPx || (draggedPx >= leastPx && draggedPx / Math.max(1, tookMs) >= flickPxPerMs);
}
