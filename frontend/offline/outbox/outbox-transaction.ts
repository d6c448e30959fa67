import type { RandomSource } from '../ports';
import { issue, JITTER_MS, timeBy, type ClockState } from '../rules/clock';
import type { StampOrigin, Intent, OutboxEntry } from '../rules/intent';
import { join, latestStampAt, registersOf } from '../rules/join';
import { NO_VALUES, registerOf } from '../rules/registers';
import { progressOf, type LocalPosition } from '../rules/lecture-progress';
import { GUEST, type StateRow } from '../storage/schema';
import { findAccount, readClock, readDeviceId, writeClockAtOnce } from '../storage/settings';
import type { Transaction } from '../storage/tables';
import type { ListeningEvent } from './listening-event';

type Move = Extract<ListeningEvent, { kind: 'keep' | 'offer' }>;
type FlagEvent = Extract<ListeningEvent, { kind: 'flag' }>;

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
    private readonly now: number,
    private readonly chance: RandomSource,
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
    chance: RandomSource,
  ): Promise<OutboxTransaction | null> {
    const keptOf = (lectureId: string) => transaction.table('locals').get([account, lectureId]);
    const [row, clock, ...locals] = await Promise.all([
      account === GUEST ? null : findAccount(transaction, account),
      readClock(transaction),
      ...[...new Set(lectureIds)].map(keptOf),
    ]);
    if (row === undefined) {
      return null;
    }
    const kept = locals.flatMap((local) => (local === undefined ? [] : [[local.lectureId, local] as const]));
    return new OutboxTransaction(transaction, account, clock, new Map(kept), now, chance);
  }

  /** @param at the device's time of the event */
  async moveTo({ kind, lectureId, positionMs, audioAssetId }: Move, at: number): Promise<void> {
    const kept = this.kept.get(lectureId);
    if (kept !== undefined && this.#outdoes(kept, at)) {
      return;
    }
    // A position that has not moved since it was kept retains its stamp.
    const local =
      kept?.positionMs === positionMs && kept.audioAssetId === audioAssetId && !kept.offered
        ? kept
        : {
            ...{ account: this.account, lectureId, positionMs, audioAssetId, offered: false },
            ...this.#stamp(at, await this.#guestsAt(lectureId)),
          };
    if (kind === 'offer') {
      await this.offer(local);
    } else {
      this.#keep(local);
    }
  }

  async setFlag({ lectureId, type }: FlagEvent, at: number): Promise<void> {
    if (this.#hasWaited(at) && (await this.#isOutdone(lectureId, type, at))) {
      return;
    }
    const { intentId, occurredAt, ...origin } = this.#stamp(at, await this.#guestsAt(lectureId));
    await this.#enter({ id: intentId, type, lectureId, occurredAt, ...NO_VALUES }, origin);
  }

  /** Turns a kept position into an entry with the position's own time. */
  async offer(local: LocalPosition): Promise<void> {
    this.#keep({ ...local, offered: true });
    const { offsetMs, deviceAt, seenAt } = local;
    // The first version of the app did not store the stamp's origin.
    await this.#enter(progressOf(local), { offsetMs: offsetMs ?? this.clock.offsetMs, deviceAt, seenAt });
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
    const deviceId = await readDeviceId(this.transaction, this.chance.newId);
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
    return this.now - at > JITTER_MS;
  }

  /** A time ahead of `now` comes from a clock that was set back since. */
  #outdoes({ deviceAt }: Partial<StampOrigin>, at: number): boolean {
    return this.#hasWaited(at) && deviceAt !== undefined && at < deviceAt && deviceAt <= this.now;
  }

  /** Whether the same register was changed on this device while the event waited. */
  async #isOutdone(lectureId: string, type: FlagEvent['type'], at: number): Promise<boolean> {
    const key = [this.account, lectureId];
    const [deviceId, state, entries] = await Promise.all([
      readDeviceId(this.transaction, this.chance.newId),
      this.transaction.table('states').get(key),
      this.transaction.table('outbox').within(key),
    ]);
    const register = registerOf(type);
    const issued = state?.drawings?.[register];
    const held = state?.[register] ?? null;
    const [from, to] = [timeBy(this.clock, at), timeBy(this.clock, this.now)];
    return (
      entries.some((entry) => registerOf(entry.type) === register && this.#outdoes(entry, at)) ||
      (issued !== undefined && this.#outdoes(issued, at)) ||
      (held !== null && held.deviceId === deviceId && held.occurredAt > from && held.occurredAt <= to)
    );
  }

  /** The latest stamp of a guest's lecture: the clock may have been freed of it for an account's sake (R8). */
  async #guestsAt(lectureId: string): Promise<number> {
    if (this.account !== GUEST) {
      return 0;
    }
    const state = await this.transaction.table('states').get([GUEST, lectureId]);
    return Math.max(
      this.kept.get(lectureId)?.occurredAt ?? 0,
      state === undefined ? 0 : latestStampAt(state),
    );
  }

  /**
   * The clock is written along with what it stamped.
   *
   * @param after what this stamp follows, whatever the clock knows of it
   */
  #stamp(at: number, after: number): { intentId: string; occurredAt: number } & StampOrigin {
    const { occurredAt, origin, clock } = issue(this.clock, at);
    this.clock = clock;
    writeClockAtOnce(this.transaction, clock);
    return { intentId: this.chance.newId(), occurredAt: Math.max(occurredAt, after + 1), ...origin };
  }
}
