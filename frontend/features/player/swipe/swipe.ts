/** A sheet that was dragged further closes when it is let go. */
const farPx = 140;
/** A faster flick closes the sheet, however short. */
const flickPxPerMs = 0.6;
/** A shorter movement is no flick, however fast. */
const leastPx = 24;

/** By how much a sheet is moved while it is dragged: down with the finger, never up. */
export function draggedTo(startPx: number, nowPx: number): number {
  return Math.max(0, nowPx - startPx);
}

/** Whether a drag of this length and duration closes the sheet. */
export function closes(draggedPx: number, tookMs: number): boolean {
  return draggedPx >= farPx || (draggedPx >= leastPx && draggedPx / Math.max(1, tookMs) >= flickPxPerMs);
}
