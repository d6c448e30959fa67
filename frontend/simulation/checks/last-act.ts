import { registerOf } from './claims';
import type { Storm } from '../storm';

/** How often the listener's last act in true time holds its register in the end. */
export interface LastActs {
  /** Registers that several devices changed, the last time after all that the other devices had done. */
  readonly disputed: number;
  /** Those of them that hold what was done last. */
  readonly won: number;
}

interface Act {
  readonly device: number;
  /** The act happened between these two, by true time. */
  readonly since: number;
  readonly at: number;
  readonly sequence: number;
  readonly id: string;
}

/**
 * Counts, of all registers that more than one device changed, those that end with what was done last by true time. What
 * one device did is always in order (`ordering.ts`), so it is not counted. After a restore nobody can say what the last
 * act was: some were forgotten.
 */
export function lastActs(storm: Storm): LastActs {
  const isRestored = storm.plan.steps.some((step) => step.do === 'restore');
  const results = isRestored
    ? []
    : disputedRegisters(storm).map(({ acts, winnerId }) => isWon(acts, winnerId));
  const clear = results.filter((isLast) => isLast !== null);
  return { disputed: clear.length, won: clear.filter((isLast) => isLast).length };
}

interface Disputed {
  readonly acts: Act[];
  /** The act that the register holds in the end. */
  readonly winnerId: string | null;
}

function disputedRegisters(storm: Storm): Disputed[] {
  const byRegister = new Map<string, Disputed>();
  const expected = new Map(
    storm.listeners.map(({ listenerId }) => [listenerId, storm.ledger.expectedStates(listenerId)]),
  );
  storm.profiles.forEach(({ invariants }, device) => {
    for (const issued of invariants.issued) {
      const fate = invariants.fateOf(issued.id);
      const state = fate === undefined ? undefined : expected.get(fate.account)?.get(fate.lectureId);
      if (fate !== undefined && state !== undefined) {
        const register = registerOf(fate.type);
        const key = `${fate.account} ${fate.lectureId} ${register}`;
        const winnerId = state.registers[register]?.id ?? null;
        const disputed = byRegister.get(key) ?? { acts: [], winnerId };
        byRegister.set(key, disputed);
        const { since, at, sequence } = issued;
        disputed.acts.push({ device, since, at, sequence, id: fate.id });
      }
    }
  });
  return [...byRegister.values()].filter(({ acts }) => new Set(acts.map(({ device }) => device)).size > 1);
}

/** Null where two devices acted at the same time, so that neither was last. */
function isWon(acts: readonly Act[], winnerId: string | null): boolean | null {
  const last = acts.reduce((latest, act) =>
    act.at > latest.at || (act.device === latest.device && act.sequence > latest.sequence) ? act : latest,
  );
  const isClear = acts.every(({ device, at }) => device === last.device || at < last.since);
  return isClear ? last.id === winnerId : null;
}
