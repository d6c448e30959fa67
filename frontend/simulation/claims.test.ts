import fc from 'fast-check';
import '../offline/testing/same-histories';
import { expect, it } from 'vitest';
import type { Intent, IntentType } from '../offline/rules/intent';
import { join, NO_REGISTERS, type Registers } from '../offline/rules/registers';
import { endingsOf } from './claims';

const TYPES: readonly IntentType[] = ['PROGRESS', 'COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED'];

const intents = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    type: fc.constantFrom(...TYPES),
    occurredAt: fc.integer({ min: 1, max: 20 }),
    positionMs: fc.integer({ min: 0, max: 9 }),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

it('R2 to R6: the storms’ oracle, which knows no joins, ends where the product’s joins end', () => {
  fc.assert(
    fc.property(intents, (made) => {
      const all = made.map((one): Intent => {
        const isProgress = one.type === 'PROGRESS';
        return {
          ...one,
          lectureId: 'l',
          positionMs: isProgress ? one.positionMs : null,
          audioAssetId: isProgress ? 'a' : null,
        };
      });
      const joined = all.reduce<Registers>((state, intent) => join(state, intent, 'd'), NO_REGISTERS);
      const ending = endingsOf(all.map((intent) => ({ ...intent, account: 'x' }))).get('l');
      expect(ending?.positionId ?? null).toBe(joined.position?.intentId ?? null);
      expect(ending?.positionMs ?? null).toBe(joined.position?.positionMs ?? null);
      expect(ending?.completionId ?? null).toBe(joined.completion?.intentId ?? null);
      expect(ending?.completed ?? null).toBe(joined.completion?.completed ?? null);
      expect(ending?.firstCompletedAt ?? null).toBe(joined.firstCompletedAt);
      expect(ending?.favoriteId ?? null).toBe(joined.favorite?.intentId ?? null);
      expect(ending?.favorite ?? null).toBe(joined.favorite?.favorite ?? null);
    }),
  );
});
