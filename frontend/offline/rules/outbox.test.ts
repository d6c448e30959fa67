import { describe, expect, it } from 'vitest';
import type { OutboxEntry, Parking } from './intent';
import type { IntentType } from './registers';
import { offerable, settle, takeBatch, type Verdict } from './outbox';

const PRESENT: Parking = { epoch: 'e', catalogueCursor: 1 };

function entry(
  id: string,
  type: IntentType,
  occurredAt: number,
  more: Partial<OutboxEntry> = {},
): OutboxEntry {
  const position = type === 'PROGRESS' ? { positionMs: occurredAt, audioAssetId: 'a' } : {};
  return {
    ...{ id, type, lectureId: 'l', occurredAt, positionMs: null, audioAssetId: null },
    ...{ account: 'x', sent: false, offsetMs: 0, parked: null },
    ...position,
    ...more,
  };
}

const ids = (entries: readonly OutboxEntry[]) => entries.map(({ id }) => id);

describe('the outbox', () => {
  it('C2: sends the position with the greatest stamp of each lecture, and every other entry', () => {
    const entries = [
      entry('p3', 'PROGRESS', 3),
      entry('p1', 'PROGRESS', 1),
      entry('c2', 'COMPLETED', 2),
      entry('q1', 'PROGRESS', 1, { lectureId: 'm' }),
    ];
    expect(ids(takeBatch(entries, PRESENT)).sort()).toEqual(['c2', 'p3', 'q1']);
  });

  it.each(['APPLIED', 'DUPLICATE', 'SUPERSEDED'] as const)(
    'C2: settles the earlier positions of a lecture with the verdict %s, and nothing else',
    (outcome) => {
      const entries = [
        entry('p1', 'PROGRESS', 1),
        entry('p2', 'PROGRESS', 2),
        entry('p3', 'PROGRESS', 3),
        entry('f1', 'FAVORITED', 1),
        entry('q1', 'PROGRESS', 1, { lectureId: 'm' }),
      ];
      expect(ids(settle(entries, [{ intentId: 'p2', outcome }]).settled)).toEqual(['p1', 'p2']);
    },
  );

  it('C2: sends the next position after a rejection', () => {
    const entries = [entry('p1', 'PROGRESS', 1), entry('p2', 'PROGRESS', 2)];
    const { settled, rejected } = settle(entries, [
      { intentId: 'p2', outcome: 'REJECTED', reason: 'INVALID_POSITION' },
    ]);
    expect(settled).toEqual([]);
    expect(rejected.map((one) => one.entry.id)).toEqual(['p2']);
    expect(
      ids(
        offerable(
          entries.filter(({ id }) => id !== 'p2'),
          PRESENT,
        ),
      ),
    ).toEqual(['p1']);
  });

  it('R10: keeps an entry without a verdict, and ignores verdicts on entries that it does not have', () => {
    const verdicts: Verdict[] = [{ intentId: 'gone', outcome: 'APPLIED' }];
    expect(settle([entry('f', 'FAVORITED', 1)], verdicts)).toEqual({
      settled: [],
      rejected: [],
      unknown: [],
      ahead: [],
    });
  });

  it('R7: keeps a parked entry until the epoch or the catalogue changes', () => {
    const parked = [entry('f', 'FAVORITED', 1, { parked: PRESENT })];
    expect(offerable(parked, PRESENT)).toEqual([]);
    expect(ids(offerable(parked, { ...PRESENT, epoch: 'f' }))).toEqual(['f']);
    expect(ids(offerable(parked, { ...PRESENT, catalogueCursor: 2 }))).toEqual(['f']);
  });

  it('R14: limits a batch to 500 intents and to its bytes, the oldest entries first', () => {
    const entries = Array.from({ length: 600 }, (_, n) =>
      entry(`f${n}`, 'FAVORITED', n, { lectureId: `l${n}` }),
    );
    expect(ids(takeBatch(entries, PRESENT))).toEqual(ids(entries.slice(0, 500)));
    expect(takeBatch(entries, PRESENT, 500, 1_000).length).toBeLessThan(15);
    expect(takeBatch(entries, PRESENT, 500, 1)).toHaveLength(1);
  });
});
