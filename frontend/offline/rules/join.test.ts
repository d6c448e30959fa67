import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import type { Intent } from './intent';
import { intentsOf, join, NO_REGISTERS, registersOf } from './join';
import type { IntentType, Registers } from './registers';

const types: IntentType[] = ['PROGRESS', 'COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED'];

const intents = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom(...types),
  lectureId: fc.constant('lecture'),
  occurredAt: fc.integer({ min: 1, max: 5 }),
  positionMs: fc.integer({ min: 0, max: 3 }),
  audioAssetId: fc.constantFrom('a', 'b'),
});

function joinAll(all: readonly Intent[]): Registers {
  return all.reduce((registers, intent) => join(registers, intent, 'device'), NO_REGISTERS);
}

function intent(type: IntentType, occurredAt: number, id = 'id'): Intent {
  return { id, type, lectureId: 'lecture', occurredAt, positionMs: 7, audioAssetId: 'a' };
}

describe('registers', () => {
  it('R2: end with the same state for any order and repetition of intents', () => {
    fc.assert(
      fc.property(
        fc
          .array(intents, { maxLength: 8 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all)),
          ),
        ([all, shuffled, again]) => {
          expect(joinAll([...shuffled, ...again])).toEqual(joinAll(all));
        },
      ),
    );
  });

  it('R4: stay completed after later progress, and are reopened only by a reopening', () => {
    const completed = joinAll([intent('COMPLETED', 10), intent('PROGRESS', 99)]);
    expect(completed.completion?.completed).toBe(true);
    expect(joinAll([intent('COMPLETED', 10), intent('REOPENED', 11)]).completion?.completed).toBe(false);
  });

  it('R4: take the reopening as the later within one millisecond, whatever the ids', () => {
    const both = joinAll([intent('REOPENED', 10, 'a'), intent('COMPLETED', 10, 'z')]);
    expect(both.completion?.completed).toBe(false);
    expect(both.firstCompletedAt).toBe(10);
  });

  it('R13: produce intents that make the same registers again, except the time of the first completion', () => {
    fc.assert(
      fc.property(fc.array(intents, { maxLength: 8 }), (all) => {
        const { position, completion, favorite } = joinAll(all);
        expect(joinAll(intentsOf('lecture', joinAll(all)))).toMatchObject({ position, completion, favorite });
      }),
    );
  });

  it('C7: are empty where a stored row lacks them, and leave out the other members of the row', () => {
    const { position, ...registers } = joinAll([intent('FAVORITED', 10)]);
    const row = { account: 'a', revision: 1, ...registers };
    expect(position).toBeNull();
    expect(registersOf(row)).toEqual({ ...registers, position: null });
  });

  it('C7: stay the same object when a join changes nothing', () => {
    const registers = joinAll([intent('FAVORITED', 10), intent('PROGRESS', 10)]);
    expect(join(registers, intent('UNFAVORITED', 9), 'device')).toBe(registers);
    expect(join(registers, intent('PROGRESS', 10), 'device')).toBe(registers);
  });
});
