import type { SyncAnswer, SyncRequest } from '../gateway-port';
import { receive, type ClockState } from '../rules/clock';
import type { Intent } from '../rules/intent';
import { latestStampAt, registersOf, wroteOnOtherDevice } from '../rules/join';
import type { Drainer, JournalEvent } from '../storage/schema';
import type { Transaction } from '../storage/tables';
import { keepReplacedPlace } from './places';

/** Applies an answer of the server, except its verdicts. */

/** R13.3. The first answer names the epoch. Any later one must have the same epoch and no lower cursor. */
export function isOtherHistory(request: SyncRequest, answer: SyncAnswer): boolean {
  return (request.epoch !== null && answer.epoch !== request.epoch) || answer.cursor < request.cursor;
}

/** What the states of an answer brought. */
interface Stored {
  readonly clock: ClockState;
  /** Lectures that another device changed. */
  readonly elsewhereIds: readonly string[];
}

/** C7.1: stores only newer states. Answers the clock after it received every stamp (C1.1). */
export async function storeStates(
  transaction: Transaction,
  { listenerId: account, deviceId }: SyncRequest,
  answer: SyncAnswer,
  clock: ClockState,
): Promise<Stored> {
  const states = transaction.table('states');
  const elsewhereIds: string[] = [];
  let received = clock;
  for (const state of answer.states) {
    const present = await states.get([account, state.lectureId]);
    if (present === undefined || state.revision > present.revision) {
      await keepReplacedPlace(transaction, { listenerId: account, deviceId }, present, state);
      const { lectureId, revision } = state;
      await states.put({ account, lectureId, revision, ...registersOf(state) });
      if (wroteOnOtherDevice(state, present ?? {}, deviceId)) {
        elsewhereIds.push(lectureId);
      }
    }
    received = receive(received, latestStampAt(state));
  }
  return { clock: received, elsewhereIds };
}

/** The journal's event for an exchange; none when nothing was sent or received. */
export function exchangedEvents(
  intents: readonly Intent[],
  { verdicts }: SyncAnswer,
  received: number,
  by: Drainer,
): JournalEvent[] {
  if (intents.length === 0 && received === 0) {
    return [];
  }
  const count = (outcome: string) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const outcomes = {
    ...{ sent: intents.length, applied: count('APPLIED') },
    ...{ duplicate: count('DUPLICATE'), superseded: count('SUPERSEDED') },
  };
  return [{ kind: 'exchanged', by, received, ...outcomes }];
}
