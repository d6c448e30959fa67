import type { When } from '../device/disk';
import { claimsOf, isOfRegister, UNNAMED, type Claim } from './claims';
import type { StateRow } from '../../offline/storage/schema';

/** A claim with its place in the device's own order and its true time. */
export interface IssuedClaim {
  readonly id: string;
  readonly account: string;
  readonly lectureId: string;
  readonly type: string;
  readonly at: number;
  /** The earliest true time of the act itself. */
  readonly since: number;
  readonly sequence: number;
  /** The value of the same register that the device had received by then; null when none. */
  readonly received: Claim | null;
}

/** What a device knew of the time when it issued its stamps, and what became of them by corrections. */
export class IssuedClaims {
  /** In the order in which they were issued. */
  readonly all: IssuedClaim[] = [];
  readonly #recorded = new Set<string>();
  /** The id of a corrected entry's successor, by the entry's own id. */
  readonly #successors = new Map<string, string>();
  readonly #certain = new Set<string>();
  /** How often the clock had been set when a stamp was issued, by the stamp's id. */
  readonly #clockSettings = new Map<string, number>();
  readonly #guests = new Set<string>();
  #offsetMs = 0;

  constructor(
    /** How often somebody set this device's clock. */
    private readonly clockSettings: () => number,
    /** Whether this device knows the server's time with this offset. */
    private readonly knowsTime: (offsetMs: number) => boolean,
  ) {}

  /** What the device adds to its clock from now on. */
  useOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }

  /** @param state of the claim's lecture as the device had it by then; undefined when it had none */
  record(
    { id, account, lectureId, type }: Pick<Claim, 'id' | 'account' | 'lectureId' | 'type'>,
    { at, since }: When,
    state: StateRow | undefined,
  ): void {
    const isSuccessor = [...this.#successors.values()].includes(id);
    if (isSuccessor || this.#recorded.has(id)) {
      return;
    }
    this.#recorded.add(id);
    this.#clockSettings.set(id, this.clockSettings());
    const claims = state === undefined ? [] : claimsOf(state).filter((claim) => claim.id !== UNNAMED);
    const received = claims.find((claim) => isOfRegister(claim, { type })) ?? null;
    this.all.push({
      ...{ id, account, lectureId, type, received },
      ...{ at, since, sequence: this.all.length },
    });
  }

  correct(id: string, successorId: string): void {
    this.#successors.set(id, successorId);
    this.#clockSettings.set(successorId, this.#clockSettings.get(id) ?? -1);
  }

  isCorrected(id: string): boolean {
    return this.#successors.has(id);
  }

  /** The id that the claim has after all corrections. */
  presentId(id: string): string {
    let present = id;
    for (let next = this.#successors.get(id); next !== undefined; next = this.#successors.get(present)) {
      present = next;
    }
    return present;
  }

  /** The guest holds this claim. */
  holdAsGuest(id: string): void {
    this.#guests.add(id);
  }

  /** The device is about to send this claim for the first time. */
  send(id: string): void {
    if (this.#clockSettings.get(id) === this.clockSettings() && this.knowsTime(this.#offsetMs)) {
      this.#certain.add(id);
    }
  }

  /**
   * Whether the device knew the server's time when it sent this, by the same clock by which it had issued the
   * stamp, and not for a guest.
   */
  isCertain(id: string): boolean {
    return this.#certain.has(id) && !this.#guests.has(id);
  }
}
