import { describe, expect, it } from 'vitest';
import { GROUPED_WITHIN_MS, addSeek, type Seek, type SeekKind } from './seek-undo';

function moves(...each: ReadonlyArray<readonly [SeekKind, number, number, number]>) {
  return each
    .map(([kind, fromMs, toMs, at]): Seek => ({ kind, fromMs, toMs, at }))
    .reduce<ReturnType<typeof addSeek> | null>(addSeek, null);
}

describe('the undo of a seek', () => {
  it.each([
    ['sought', 19_999, false],
    ['sought', 20_000, true],
    ['sought', -600_000, true],
    ['skipped', 30_000, false],
    ['skipped', -15_000, false],
    ['elsewhere', 1_500, true],
  ] as const)('of kind “%s” by %i ms is offered: %s', (kind, byMs, isUndoable) => {
    expect(moves([kind, 1_000_000, 1_000_000 + byMs, 0])?.isUndoable).toBe(isUndoable);
  });

  it('returns to the position before the first of several skips in a row', () => {
    const skips = moves(
      ['skipped', 0, 30_000, 0],
      ['skipped', 30_500, 60_500, 500],
      ['skipped', 61_000, 91_000, 1_000],
    );
    expect(skips).toEqual({ originMs: 0, lastAt: 1_000, isUndoable: true });
  });

  it('is not offered when the seeks returned to where they began', () => {
    const there = moves(['sought', 100_000, 900_000, 0], ['sought', 900_000, 101_000, 1_000]);
    expect(there?.isUndoable).toBe(false);
  });

  it('starts a new group of seeks after a while', () => {
    const later = moves(['skipped', 0, 60_000, 0], ['skipped', 70_000, 100_000, GROUPED_WITHIN_MS + 1]);
    expect(later).toMatchObject({ originMs: 70_000, isUndoable: false });
  });
});
