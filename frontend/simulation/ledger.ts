import type { StateRow } from '../offline/storage/schema';
import { registersOf } from '../offline/rules/join';
import { NO_VALUES } from '../offline/rules/registers';
import { claimsOf, expectedStates, type Claim, type ExpectedState } from './checks/claims';
import type { Harness, Listener } from './harness';
import { claimOfKept, type Invariants } from './checks/invariants';
import { intentsIn, listenerIn, verdictsIn } from './device/network-simulation';

/** The server's states of a listener, as a new device would receive them. */
export interface PulledStates {
  readonly cursor: number;
  readonly states: readonly StateRow[];
}

const ACCEPTED = ['APPLIED', 'DUPLICATE', 'SUPERSEDED'];

/** All claims that count: those that the server accepted, and those that devices promised to keep. */
export class Ledger {
  #accepted = new Map<string, Claim>();
  /** The claims that a device or the database still knew after a restore. */
  #known: Claim[] = [];
  readonly #forgotten = new Set<string>();

  constructor(private readonly invariants: readonly Invariants[]) {}

  /** Notes the intents that the server accepted in a push. */
  accept(sent: string, answer: string): void {
    const account = listenerIn(sent) ?? '';
    const verdicts = verdictsIn(answer);
    for (const intent of intentsOf(sent)) {
      if (ACCEPTED.includes(verdicts.get(intent.id) ?? '')) {
        this.#accepted.set(intent.id, { ...intent, account });
      }
    }
  }

  /** R13: the database was restored. The claims that count are in the database, on devices, or still to be sent. */
  restored(held: ReadonlyMap<string, PulledStates>): void {
    this.#accepted = new Map();
    this.#known = [...held.values()].flatMap(({ states }) => states.flatMap(claimsOf));
    for (const device of this.invariants) {
      this.#known.push(...[...device.states.values()].flatMap(claimsOf));
      for (const id of device.claims.keys()) {
        if (!device.outbox.has(id)) {
          this.#forgotten.add(id);
        }
      }
    }
  }

  /** The state that every lecture of one account must have in the end. */
  expectedStates(account: string): Map<string, ExpectedState> {
    const promised = this.invariants.flatMap(({ claims, locals }) => [
      ...[...claims.values()].filter(({ id }) => !this.#forgotten.has(id)),
      ...[...locals.values()].filter(({ offered }) => !offered).map(claimOfKept),
    ]);
    const all = [...promised, ...this.#accepted.values(), ...this.#known];
    return expectedStates(all.filter((claim) => claim.account === account));
  }

  /** Whether the server ever accepted an intent, even a late copy of one that was corrected since. */
  wasAccepted(id: string): boolean {
    return this.#accepted.has(id);
  }
}

interface Body {
  readonly request?: {
    readonly intents: ReadonlyArray<Partial<Claim> & Pick<Claim, 'id' | 'type' | 'lectureId' | 'occurredAt'>>;
  };
}

function intentsOf(sent: string): Claim[] {
  return intentsIn(sent).length === 0
    ? []
    : ((JSON.parse(sent) as Body).request?.intents ?? []).map((intent) => ({
        ...{ account: '', ...NO_VALUES },
        ...intent,
      }));
}

interface PullAnswer {
  readonly cursor: number;
  readonly states: ReadonlyArray<Partial<StateRow> & Pick<StateRow, 'lectureId' | 'revision'>>;
}

/** Asks the server as a new device would. */
export async function pull(harness: Harness, { listenerId, sessionTokens }: Listener): Promise<PulledStates> {
  const request = {
    ...{ listenerId, deviceId: '00000000-0000-4000-8000-00000000fade', cursor: 0, epoch: null },
    ...{ deviceTime: 0, attempt: 0, pending: 0, intents: [] },
  };
  const cookie = sessionTokens.at(-1) ?? null;
  const served = await harness.post('/connect/ListeningEndpoint/sync', cookie, JSON.stringify({ request }));
  if (served.status !== 200) {
    throw new Error(`a pull was answered with ${served.status}: ${served.body}`);
  }
  const { cursor, states } = JSON.parse(served.body) as PullAnswer;
  return {
    cursor,
    states: states.map((state) => ({
      ...{ account: listenerId, lectureId: state.lectureId, revision: state.revision },
      ...registersOf(state),
    })),
  };
}
