import { correctedTimes, isRefusedAt, type ClockState } from '../rules/clock';
import type { StampOrigin } from '../rules/intent';
import type { LocalPosition } from '../rules/lecture-progress';
import { REGISTER_NAMES } from '../rules/registers';
import { GUEST, type StateRow } from '../storage/schema';
import type { Transaction } from '../storage/tables';
import { restampOf, type Candidate } from './restamp';

/** Ids of stamps that lie in the future of a clock that is known to be right. */
export function stampedInFuture(
  stamps: ReadonlyArray<{ readonly intentId: string; readonly occurredAt: number }>,
  serverTime: number,
): ReadonlySet<string> {
  return new Set(
    stamps.filter(({ occurredAt }) => isRefusedAt(occurredAt, serverTime)).map(({ intentId }) => intentId),
  );
}

/** Restamps what a guest did by a wrong clock, before an account does anything after it (C1, R8). */
export async function correctGuest(
  transaction: Transaction,
  deviceClock: ClockState,
  serverTime: number,
  latest: number,
): Promise<void> {
  const clock = { ...deviceClock, sentAt: 0 }; // Nothing of a guest's left.
  const states = await transaction.table('states').within([GUEST]);
  const locals = (await transaction.table('locals').within([GUEST])).filter(({ offered }) => !offered);
  const stamps = [...states.flatMap(ofState), ...locals.map((local) => ofLocal(local, clock))];
  const refused = stampedInFuture(stamps, latest);
  const chosen = restampOf(stamps, { clock, serverTime, isTrusted: true }, refused, {
    // What the guest did before an entry was sent was checked when that entry was sent. Its place before that entry
    // must not change when somebody sets the clock later.
    sent: [deviceClock.sentAt],
    settledOf: () => [],
  });
  if (chosen === null) {
    return;
  }
  const { restamp, keep, notAfter } = chosen;
  const times = correctedTimes(restamp, { clock, isTrusted: true }, notAfter, keep);
  const byId = new Map([...times].map(([{ intentId }, at]) => [intentId, at]));
  for (const state of states) {
    await transaction.table('states').put(reissued(state, byId, clock.offsetMs));
  }
  for (const local of await transaction.table('locals').within([GUEST])) {
    const occurredAt = byId.get(local.intentId);
    if (occurredAt !== undefined) {
      await transaction.table('locals').put({ ...local, occurredAt, offsetMs: clock.offsetMs });
    }
  }
  // If the account declined the guest's progress before, keep it declined after restamping. What the guest does from
  // here on comes after it (C9).
  for (const row of await transaction.table('accounts').within([])) {
    const left = stamps.filter(({ occurredAt }) => occurredAt <= row.guestLeftAt);
    const guestLeftAt = Math.max(0, ...left.map((stamp) => byId.get(stamp.intentId) ?? stamp.occurredAt));
    if (guestLeftAt !== row.guestLeftAt) {
      await transaction.table('accounts').put({ ...row, guestLeftAt });
    }
  }
}

function ofState(state: StateRow): Candidate[] {
  return REGISTER_NAMES.flatMap((name) => {
    const held = state[name] ?? null;
    const origin: StampOrigin | undefined = state.drawings?.[name];
    return held === null || origin === undefined
      ? []
      : [{ occurredAt: held.occurredAt, intentId: held.intentId, lectureId: state.lectureId, ...origin }];
  });
}

function ofLocal(local: LocalPosition, clock: ClockState): Candidate {
  const { occurredAt, intentId, lectureId, offsetMs = clock.offsetMs, deviceAt, seenAt } = local;
  return { occurredAt, intentId, lectureId, offsetMs, deviceAt, seenAt };
}

function reissued(state: StateRow, times: ReadonlyMap<string, number>, offsetMs: number): StateRow {
  return REGISTER_NAMES.reduce<StateRow>((row, name) => {
    const held = row[name] ?? null;
    const occurredAt = held === null ? undefined : times.get(held.intentId);
    if (held === null || occurredAt === undefined) {
      return row;
    }
    const origin = row.drawings?.[name];
    const { firstCompletedAt = null } = row;
    // The first completion came before what has been done about it since.
    const firstAt = firstCompletedAt === held.occurredAt ? occurredAt : occurredAt - 1;
    return {
      ...row,
      [name]: { ...held, occurredAt },
      ...(name === 'completion' &&
        firstCompletedAt !== null && { firstCompletedAt: Math.min(firstCompletedAt, firstAt) }),
      drawings: { ...row.drawings, ...(origin && { [name]: { ...origin, offsetMs } }) },
    };
  }, state);
}
