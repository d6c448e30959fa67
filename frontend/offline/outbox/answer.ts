import type { SyncAnswer, SyncRequest } from '../ports';
import { receive, type ClockState } from '../rules/clock';
import type { Intent } from '../rules/intent';
import { latestStampAt, registersOf, wroteOnOtherDevice } from '../rules/join';
import type { Drainer, JournalEvent } from '../storage/schema';
import type { Transaction } from '../storage/tables';

/** What an answer of the server brings, but for its verdicts. */

/** The first answer names the epoch; any later one must be of the same, and never behind the cursor. */
export function isOtherHistory(request: SyncRequest, answer: SyncAnswer): boolean {
  return (request.epoch !== null && answer.epoch !== request.epoch) || answer.cursor < request.cursor;
}

/** What the states of an answer brought. */
interface Stored {
  readonly clock: ClockState;
  /** Lectures that another device changed. */
  readonly elsewhereIds: readonly string[];
}

/** C7: only what is newer; with the clock that has received every stamp (C1). */
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

/** For the journal: nothing when there was nothing to say on either side. */
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
