import { registerOf } from './claims';
import type { Storm } from '../storm';

/** The greatest error of a time that a device knows (R8), for both of two devices. */
const KNOWN_APART_MS = 4_000;

/** A register that several devices changed, the last time after all that the other devices had done. */
export interface Disputed {
  /** Whether it holds in the end what was done last by true time. */
  readonly won: boolean;
  /**
   * Whether the order could be known: each device could know the time of its acts, and the last act came so long after
   * those of the other devices that the error of that knowledge does not matter.
   */
  readonly knowable: boolean;
  /** Its acts in true order, for whoever looks into a storm. */
  readonly description: string;
}

interface Act {
  readonly device: number;
  /** The act happened between these two, by true time. */
  readonly since: number;
  readonly at: number;
  readonly sequence: number;
  readonly id: string;
  /** Whether its device could know when it happened. */
  readonly known: boolean;
  /** By how much its stamp is off in the end. */
  readonly errorMs: number;
}

/**
 * The registers that more than one device changed. What one device did is always in order (`ordering.ts`), so it is not
 * counted. After a restore nobody can say what the last act was: some were forgotten.
 */
export function disputedRegisters(storm: Storm): Disputed[] {
  const isRestored = storm.plan.steps.some((step) => step.do === 'restore');
  return isRestored
    ? []
    : registersOfSeveral(storm).flatMap(({ acts, winnerId }) => judged(acts, winnerId) ?? []);
}

interface Register {
  readonly acts: Act[];
  /** The act that the register holds in the end. */
  readonly winnerId: string | null;
}

function registersOfSeveral(storm: Storm): Register[] {
  const byRegister = new Map<string, Register>();
  const expected = new Map(
    storm.listeners.map(({ listenerId }) => [listenerId, storm.ledger.expectedStates(listenerId)]),
  );
  storm.profiles.forEach(({ invariants, knownTime }, device) => {
    for (const issued of invariants.issued.all) {
      const fate = invariants.fateOf(issued.id);
      const state = fate === undefined ? undefined : expected.get(fate.account)?.get(fate.lectureId);
      if (fate !== undefined && state !== undefined) {
        const name = registerOf(fate.type);
        const key = `${fate.account} ${fate.lectureId} ${name}`;
        const winnerId = state.registers[name]?.id ?? null;
        const register = byRegister.get(key) ?? { acts: [], winnerId };
        byRegister.set(key, register);
        const { since, at, sequence } = issued;
        const known = since === at && knownTime.isKnown(issued.id, fate.id);
        const errorMs = fate.occurredAt - at;
        register.acts.push({ device, since, at, sequence, id: fate.id, known, errorMs });
      }
    }
  });
  return [...byRegister.values()].filter(({ acts }) => new Set(acts.map(({ device }) => device)).size > 1);
}

/** Null where two devices acted at the same time, so that neither was last. */
function judged(acts: readonly Act[], winnerId: string | null): Disputed | null {
  const last = acts.reduce((latest, act) =>
    act.at > latest.at || (act.device === latest.device && act.sequence > latest.sequence) ? act : latest,
  );
  const others = acts.filter(({ device }) => device !== last.device);
  if (others.some(({ at }) => at >= last.since)) {
    return null;
  }
  const knowable = last.known && others.every(({ known, at }) => known && last.since - at > KNOWN_APART_MS);
  return { won: last.id === winnerId, knowable, description: describe(acts, winnerId) };
}

function describe(acts: readonly Act[], winnerId: string | null): string {
  const ordered = acts.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
  const beginning = ordered[0]?.at ?? 0;
  return ordered
    .map(({ device, at, errorMs, known, id }) => {
      const holds = id === winnerId ? ', holds it' : '';
      return `${at - beginning} ms: device ${device}, ${known ? 'known' : 'unknown'}, off by ${errorMs} ms${holds}`;
    })
    .join('; ');
}
