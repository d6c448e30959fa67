import fc from 'fast-check';
import '../../offline/testing/same-histories';
import { expect, it } from 'vitest';
import type { Intent } from '../../offline/rules/intent';
import { join, NO_REGISTERS } from '../../offline/rules/join';
import {
  FLAGS,
  flagsOf,
  NO_VALUES,
  REGISTER_NAMES,
  REGISTERS,
  type IntentType,
  type Registers,
} from '../../offline/rules/registers';
import { claimsOf, expectedStates, UNNAMED } from './claims';

const TYPES = REGISTER_NAMES.flatMap((name): readonly IntentType[] => REGISTERS[name].types);

const intents = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    type: fc.constantFrom(...TYPES),
    occurredAt: fc.integer({ min: 1, max: 20 }),
    positionMs: fc.integer({ min: 0, max: 9 }),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

function intentOf(made: Omit<Intent, 'lectureId' | 'audioAssetId'>): Intent {
  const values = made.type === 'PROGRESS' ? { positionMs: made.positionMs, audioAssetId: 'a' } : NO_VALUES;
  return { ...made, ...values, lectureId: 'l' };
}

it("R2 to R6: the oracle of the storms, which knows no joins, expects what the product's joins result in", () => {
  fc.assert(
    fc.property(intents, (made) => {
      const all = made.map(intentOf);
      const joined = all.reduce<Registers>((state, intent) => join(state, intent, 'd'), NO_REGISTERS);
      const expected = expectedStates(all.map((intent) => ({ ...intent, account: 'x' }))).get('l');
      for (const name of REGISTER_NAMES) {
        expect(expected?.registers[name]?.id ?? null).toBe(joined[name]?.intentId ?? null);
      }
      expect(expected?.registers.position?.positionMs ?? null).toBe(joined.position?.positionMs ?? null);
      for (const [name, { member, on }] of FLAGS) {
        expect(expected?.registers[name]?.type === on).toBe(flagsOf(joined)[member]);
      }
      expect(expected?.firstCompletedAt ?? null).toBe(joined.firstCompletedAt);
    }),
  );
});

it('reads from a row the claims that made it, except for the id of a first completion', () => {
  fc.assert(
    fc.property(intents, (made) => {
      const all = made.map(intentOf);
      const joined = all.reduce<Registers>((state, intent) => join(state, intent, 'd'), NO_REGISTERS);
      const claims = claimsOf({ account: 'x', lectureId: 'l', revision: 1, ...joined });
      const named = claims.filter(({ id }) => id !== UNNAMED);
      expect(named).toEqual(
        named.map(({ id }) => ({ ...all.find((intent) => intent.id === id), account: 'x' })),
      );
    }),
  );
});
