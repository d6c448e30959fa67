import type { RandomSource } from '../ports';
import { issue, type ClockReading, type ClockState } from '../rules/clock';
import { compareStamps, originOf, type StampOrigin, type Intent, type OutboxEntry } from '../rules/intent';
import { join, registersOf } from '../rules/join';
import type { LeftPlace } from '../rules/playback/earlier-places';
import { isSamePlace } from '../rules/playback/same-place';
import { NO_VALUES, registerOf } from '../rules/registers';
import { progressOf, type LocalPosition } from '../rules/lecture-progress';
import { GUEST, type StateRow } from '../storage/schema';
import { findAccount, readClock, readDeviceId, writeClockAtOnce } from '../storage/settings';
import type { Transaction } from '../storage/tables';
import type { ListeningEvent } from './listening-event';
import { keepPlace } from './places';

type Move = Extract<ListeningEvent, { kind: 'keep' | 'offer' }>;
type FlagEvent = Extract<ListeningEvent, { kind: 'flag' }>;

/** C1: an event that was written this much later waited for the storage. */
const WAITED_FROM_MS = 5_000;

/**
 * One transaction on an account's outbox (C1). It reads all that it needs at once. It writes an account's events
 * without waiting for the storage to confirm each: every wait costs the listener time.
 */
export class OutboxTransaction {
  private constructor(
    private readonly transaction: Transaction,
    private readonly account: string,
    private clock: ClockState,
    /** Positions that are kept, by lecture. */
    private readonly kept: Map<string, LocalPosition>,
    /** The state of the lectures that are moved in, where there is one. */
    private readonly states: ReadonlyMap<string, StateRow>,
    private readonly now: number,
    private readonly random: RandomSource,
  ) {}

  /**
   * @param now the device's time, which may be long after the events
   * @return null when the account was forgotten on this device (C9)
   */
  static async begin(
    transaction: Transaction,
    account: string,
    lectureIds: Iterable<string>,
    now: number,
    random: RandomSource,
  ): Promise<OutboxTransaction | null> {
    const moved = [...new Set(lectureIds)];
    const [row, clock, locals, states] = await Promise.all([
      account === GUEST ? null : findAccount(transaction, account),
      readClock(transaction),
      Promise.all(moved.map((lectureId) => transaction.table('locals').get([account, lectureId]))),
      Promise.all(moved.map((lectureId) => transaction.table('states').get([account, lectureId]))),
    ]);
    if (row === undefined) {
      return null;
    }
    return new OutboxTransaction(
      transaction,
      account,
      clock,
      byLecture(locals),
      byLecture(states),
      now,
      random,
    );
  }

  /** @param at the clocks at the event */
  async moveTo({ kind, lectureId, positionMs, audioAssetId, leaves }: Move, at: ClockReading): Promise<void> {
    const kept = this.kept.get(lectureId);
    for (const left of [this.#otherDevicePlace(kept, positionMs), leaves]) {
      if (left !== undefined) {
        const leftAt = Math.round(at.deviceAt + (at.anchoredOffsetMs ?? this.clock.offsetMs));
        await keepPlace(this.transaction, [this.account, lectureId], { ...left, leftAt });
      }
    }
    if (kept !== undefined && this.#outdoes(kept, at.deviceAt)) {
      return;
    }
    // A position that has not moved since it was kept retains its stamp.
    const local =
      kept?.positionMs === positionMs && kept.audioAssetId === audioAssetId && !kept.offered
        ? kept
        : {
            ...{ account: this.account, lectureId, positionMs, audioAssetId, offered: false },
            ...this.#stamp(at),
          };
    if (kind === 'offer') {
      await this.offer(local);
    } else {
      this.#keep(local);
    }
  }

  /** Where another device went on since a position was kept here, when this one goes on elsewhere (C12). */
  #otherDevicePlace(kept: LocalPosition | undefined, toMs: number): LeftPlace | undefined {
    const theirs = kept === undefined ? null : (this.states.get(kept.lectureId)?.position ?? null);
    const isLeft =
      kept !== undefined &&
      theirs !== null &&
      theirs.positionMs > 0 &&
      compareStamps(theirs, kept) > 0 &&
      !isSamePlace(theirs.positionMs, toMs);
    return isLeft
      ? { positionMs: theirs.positionMs, toMs, cause: 'other-device', deviceId: theirs.deviceId }
      : undefined;
  }

  /** @param at the clocks at the event */
  async setFlag({ lectureId, type }: FlagEvent, at: ClockReading): Promise<void> {
    const { deviceAt } = at;
    if (this.#hasWaited(deviceAt) && (await this.#isOutdone(lectureId, type, deviceAt))) {
      return;
    }
    const { intentId, occurredAt, ...origin } = this.#stamp(at);
    await this.#enter({ id: intentId, type, lectureId, occurredAt, ...NO_VALUES }, origin);
  }

  /** Turns a kept position into an entry with the position's own time. */
  async offer(local: LocalPosition): Promise<void> {
    this.#keep({ ...local, offered: true });
    // The first version of the app did not store the stamp's origin.
    await this.#enter(progressOf(local), originOf(local) ?? { offsetMs: this.clock.offsetMs });
  }

  #keep(local: LocalPosition): void {
    this.kept.set(local.lectureId, local);
    this.transaction.table('locals').putAtOnce(local);
  }

  async #enter(intent: Intent, origin: StampOrigin): Promise<void> {
    if (this.account === GUEST) {
      await this.#join(intent, origin);
      return;
    }
    const { account } = this;
    const entry: OutboxEntry = { ...intent, ...origin, account, sent: false, parked: null };
    this.transaction.table('outbox').putAtOnce(entry);
  }

  /** A guest has registers instead of entries (C9). */
  async #join(intent: Intent, origin: StampOrigin): Promise<void> {
    const { lectureId } = intent;
    const states = this.transaction.table('states');
    const state = await states.get([GUEST, lectureId]);
    const deviceId = await readDeviceId(this.transaction, this.random.newId);
    const registers = registersOf(state ?? {});
    const joined = join(registers, intent, deviceId);
    if (joined !== registers || state === undefined) {
      const drawings = { ...state?.drawings, [registerOf(intent.type)]: origin };
      // The rest of the row stays: a newer version of the app, in another tab, may have registers that this lacks.
      const row: StateRow = { ...state, ...joined, account: GUEST, lectureId, revision: 0, drawings };
      await states.put(row);
    }
  }

  /**
   * Whether the event waited for the storage. It counts from when it is written (C1), so it would come after what
   * another page did meanwhile. An event that is older than such a change is therefore dropped.
   */
  #hasWaited(at: number): boolean {
    return this.now - at > WAITED_FROM_MS;
  }

  /** A time ahead of `now` comes from a clock that was set back since. */
  #outdoes({ deviceAt }: Partial<StampOrigin>, at: number): boolean {
    return this.#hasWaited(at) && deviceAt !== undefined && at < deviceAt && deviceAt <= this.now;
  }

  /** Whether the same register was changed on this device while the event waited. */
  async #isOutdone(lectureId: string, type: FlagEvent['type'], at: number): Promise<boolean> {
    const key = [this.account, lectureId];
    const [deviceId, state, entries] = await Promise.all([
      readDeviceId(this.transaction, this.random.newId),
      this.transaction.table('states').get(key),
      this.transaction.table('outbox').within(key),
    ]);
    const register = registerOf(type);
    const issued = state?.drawings?.[register];
    const held = state?.[register] ?? null;
    const [from, to] = [at + this.clock.offsetMs, this.now + this.clock.offsetMs];
    return (
      entries.some((entry) => registerOf(entry.type) === register && this.#outdoes(entry, at)) ||
      (issued !== undefined && this.#outdoes(issued, at)) ||
      (held !== null && held.deviceId === deviceId && held.occurredAt > from && held.occurredAt <= to)
    );
  }

  /** The clock is written along with what it stamped. */
  #stamp(at: ClockReading): { intentId: string; occurredAt: number } & StampOrigin {
    const { occurredAt, origin, clock } = issue(this.clock, at);
    this.clock = clock;
    writeClockAtOnce(this.transaction, clock);
    return { intentId: this.random.newId(), occurredAt, ...origin };
  }
}

function byLecture<Row extends { readonly lectureId: string }>(
  rows: ReadonlyArray<Row | undefined>,
): Map<string, Row> {
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.lectureId, row] as const])));
}
