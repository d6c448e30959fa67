import type { OutboxEntry } from '../../offline/rules/intent';
import type { AccountRow, JournalRow, Setting, StateRow } from '../../offline/storage/schema';
import type { LocalPosition } from '../../offline/rules/lecture-progress';
import { NO_VALUES, REGISTERS } from '../../offline/rules/registers';
import type { IssuedClaims } from './issued-claims';
import { claimsOf, expectedStates, isOfRegister, registerOf, UNNAMED, type Claim } from './claims';
import type { Change, When } from '../device/disk';

/** The verdicts of an answer as this device received them: outcome by intent id. */
export type Verdicts = ReadonlyMap<string, string>;

/** R8: the server refuses stamps that are further ahead of its time. */
const TOLERANCE_MS = 300_000;

/** The guest's account, as the product names it. */
export const GUEST = 'guest';

const SETTLING = ['APPLIED', 'DUPLICATE', 'SUPERSEDED'];

/**
 * The invariants of one device. They are checked at every commit and every verdict that the device receives.
 * A promise to the listener is kept; a promise that is lost is reported at once.
 */
export class Invariants {
  /** The entries of this device's outbox, by id. */
  readonly outbox = new Map<string, OutboxEntry>();
  readonly states = new Map<string, StateRow>();
  readonly locals = new Map<string, LocalPosition>();
  /** Promises to the listener that still count: not those that were corrected or refused. */
  readonly claims = new Map<string, Claim>();
  readonly #verdicts = new Map<string, string>();
  /** The server's time of the latest answer with verdicts. */
  #serverTime = 0;
  readonly #accounts = new Map<string, AccountRow>();

  constructor(
    private readonly violated: (what: string) => void,
    /** Empty at the beginning. */
    readonly issued: IssuedClaims,
  ) {}

  /** @param serverTime the server's time in the same answer */
  onVerdicts(verdicts: Verdicts, serverTime: number): void {
    verdicts.forEach((outcome, id) => this.#verdicts.set(id, outcome));
    if (verdicts.size > 0) {
      this.#serverTime = serverTime;
    }
  }

  onCommit(changes: readonly Change[]): void {
    const rows = changes.flatMap((change) => (change.kind === 'put' ? [change] : []));
    const events = rows.flatMap(({ table, row }) => (table === 'journal' ? [(row as JournalRow).event] : []));
    for (const event of events) {
      if (event.kind === 'corrected') {
        this.issued.correct(event.from.id, event.to.id);
      }
    }
    const guest = events.some(({ kind }) => kind === 'guest-taken-over') ? this.#expectedOfGuest() : [];
    for (const change of changes) {
      if (change.kind === 'put') {
        this.#put(change);
      } else {
        this.#remove(change, events);
      }
    }
    const left = guest.filter((id) => !this.outbox.has(id));
    if (left.length > 0) {
      this.violated(`C9: these registers of the guest were not adopted: ${left.join(' ')}`);
    }
  }

  /** The ids of the values that the guest's registers must have. */
  #expectedOfGuest(): string[] {
    const kept = [...this.locals.values()].filter(({ account }) => account === GUEST).map(claimOfKept);
    const claims = [...[...this.claims.values()].filter(({ account }) => account === GUEST), ...kept];
    return [...expectedStates(claims).values()]
      .flatMap(({ registers }) => Object.values(registers))
      .flatMap((last) => (last === null ? [] : [last.id]));
  }

  /** A loss of power undid these changes. */
  onPowerLoss(changes: readonly Change[]): void {
    for (const { table, ...change } of changes) {
      const row = 'row' in change ? change.row : null;
      const key = 'key' in change ? change.key.join('/') : '';
      if (table === 'locals') {
        if (row === null) {
          this.locals.delete(key);
        } else {
          const local = row as LocalPosition;
          this.locals.set(`${local.account}/${local.lectureId}`, local);
        }
      } else if (table === 'accounts' && row !== null) {
        this.#accounts.set((row as AccountRow).account, row as AccountRow);
      } else if (table === 'outbox' || table === 'states') {
        this.violated(`C1: ${table} were not written durably, so a loss of power could remove them`);
      }
    }
  }

  /** A claim as it is after corrections; undefined when it was rejected. */
  fateOf(id: string): Claim | undefined {
    return this.claims.get(this.issued.presentId(id));
  }

  /** A received claim with its present stamp; undefined when it is gone. */
  receivedNow(received: Claim): Claim | undefined {
    return received.account === GUEST ? this.claims.get(received.id) : received;
  }

  #put(change: Extract<Change, { kind: 'put' }>): void {
    switch (change.table) {
      case 'outbox':
        this.#entered(change.row as OutboxEntry, change);
        return;
      case 'locals':
        this.#kept(change.row as LocalPosition, change);
        return;
      case 'states':
        this.#stated(change.row as StateRow, change);
        return;
      case 'accounts':
        this.#accounted(change.row as AccountRow);
        return;
      case 'settings':
        this.#set(change.row as Setting);
        return;
      default:
        return;
    }
  }

  #remove(change: Extract<Change, { kind: 'remove' }>, events: ReadonlyArray<JournalRow['event']>): void {
    const key = change.key.join('/');
    if (change.table === 'outbox') {
      const id = String(change.key[3]);
      const entry = this.outbox.get(id);
      if (entry !== undefined) {
        this.#gone(entry, events);
      }
    } else if (change.table === 'locals') {
      this.locals.delete(key);
    } else if (change.table === 'states') {
      this.states.delete(key);
    }
  }

  #entered(entry: OutboxEntry, when: When): void {
    const before = this.outbox.get(entry.id);
    if (before?.sent === true) {
      const values = Object.keys(NO_VALUES) as Array<keyof typeof NO_VALUES>;
      const members = ['type', 'lectureId', 'occurredAt', 'account', ...values] as const;
      const same = members.every((member) => before[member] === entry[member]);
      if (!same || !entry.sent) {
        this.violated(`C2: an entry that may have been sent was changed: ${entry.id}`);
      }
    }
    if (entry.sent && before?.sent === false) {
      this.issued.send(entry.id);
    }
    this.outbox.set(entry.id, entry);
    this.claims.set(entry.id, claimOf(entry));
    if (!entry.sent) {
      // A sent entry may be one that is offered again (R13.4), and may come from another device.
      this.#recordIssued(entry, when);
    }
  }

  #kept(local: LocalPosition, when: When): void {
    this.locals.set(`${local.account}/${local.lectureId}`, local);
    this.#recordIssued({ ...local, id: local.intentId, type: 'PROGRESS' }, when);
  }

  #stated(state: StateRow, when: When): void {
    const key = `${state.account}/${state.lectureId}`;
    const before = this.states.get(key);
    if (state.account === GUEST) {
      for (const claim of claimsOf(state).filter(({ id }) => id !== UNNAMED)) {
        this.#forgetOverwritten(claim);
        this.issued.holdAsGuest(claim.id);
        this.#recordIssued(claim, when);
        this.claims.set(claim.id, claim);
      }
    } else if (before !== undefined && state.revision !== 0 && state.revision <= before.revision) {
      this.violated(`C7: a state of revision ${state.revision} replaced one of ${before.revision}`);
    }
    this.states.set(key, state);
  }

  /** Forgets what a guest's register held before. It is not stored any more, so it cannot be corrected (R8). */
  #forgetOverwritten(held: Claim): void {
    const before = this.claims.get(held.id);
    if (before === undefined || before.occurredAt === held.occurredAt) {
      return;
    }
    for (const [id, { account, lectureId, type }] of this.claims) {
      if (
        id !== held.id &&
        account === GUEST &&
        lectureId === held.lectureId &&
        isOfRegister(held, { type })
      ) {
        this.claims.delete(id);
      }
    }
  }

  #set(setting: Setting): void {
    if (setting.name === 'clock') {
      this.issued.useOffset(setting.offsetMs);
    }
  }

  #accounted(row: AccountRow): void {
    const before = this.#accounts.get(row.account);
    if (before !== undefined && before.epoch === row.epoch && row.cursor < before.cursor) {
      this.violated(`C7: the cursor went from ${before.cursor} to ${row.cursor} within an epoch`);
    }
    this.#accounts.set(row.account, row);
  }

  /** An entry may leave the outbox only after a verdict on it, or on an entry that it collapsed into (C2.2, R10). */
  #gone(entry: OutboxEntry, events: ReadonlyArray<JournalRow['event']>): void {
    this.outbox.delete(entry.id);
    if (this.issued.isCorrected(entry.id)) {
      this.claims.delete(entry.id);
      // Too far ahead of the server's time: the server refused it, or will, whether or not that answer arrived.
      const ahead =
        this.#verdicts.get(entry.id) === 'CLOCK_AHEAD' || entry.occurredAt > this.#serverTime + TOLERANCE_MS;
      if (entry.sent && !ahead) {
        this.violated(
          `C2: an entry that may have been sent was corrected although the server did not refuse it: ${entry.id}`,
        );
      }
      return;
    }
    if (events.some((event) => event.kind === 'rejected' && event.entry.id === entry.id)) {
      this.claims.delete(entry.id);
      this.violated(`R10: a valid entry was rejected: ${JSON.stringify(entry)}`);
      return;
    }
    const covered = [...this.#verdicts].some(([id, outcome]) => {
      const judged = this.claims.get(id);
      return (
        SETTLING.includes(outcome) &&
        (id === entry.id ||
          (judged !== undefined &&
            REGISTERS[registerOf(entry.type)].collapses &&
            isOfRegister(entry, judged) &&
            judged.account === entry.account &&
            judged.lectureId === entry.lectureId &&
            `${judged.occurredAt}/${judged.id}` >= `${entry.occurredAt}/${entry.id}`))
      );
    });
    if (!covered) {
      this.violated(`R15: an entry left the outbox without a verdict: ${JSON.stringify(entry)}`);
    }
  }

  #recordIssued(claim: Pick<Claim, 'id' | 'account' | 'lectureId' | 'type'>, when: When): void {
    this.issued.record(claim, when, this.states.get(`${claim.account}/${claim.lectureId}`));
  }
}

function claimOf({ id, account, lectureId, type, occurredAt, positionMs, audioAssetId }: OutboxEntry): Claim {
  return { id, account, lectureId, type, occurredAt, positionMs, audioAssetId };
}

export function claimOfKept(local: LocalPosition): Claim {
  const { intentId: id, account, lectureId, occurredAt, positionMs, audioAssetId } = local;
  return { id, account, lectureId, type: 'PROGRESS', occurredAt, positionMs, audioAssetId };
}
