/** What was just done to many things at once, and how it is undone. */
export interface Undoable {
  /** What was done: "12 lessons marked as completed". */
  readonly words: string;
  readonly undo: () => Promise<unknown>;
}

let offered: Undoable | null = null;
const listeners = new Set<() => void>();

/** Offers the undo for a while, in place of the one before. Null takes it away. */
export function offerUndo(undoable: Undoable | null): void {
  offered = undoable;
  listeners.forEach((listener) => {
    listener();
  });
}

/** What `useLive` follows. */
export const offeredUndo = {
  get: (): Undoable | null => offered,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
