import type { OutboxEntry } from '../../offline/rules/intent';
import type { LocalPosition } from '../../offline/rules/lecture-progress';
import type { StateRow } from '../../offline/storage/schema';
import { claimsOf } from './claims';
import type { Change } from '../device/disk';

/** C11: a longer round trip tells no time. */
const LONGEST_ROUND_TRIP_MS = 2_000;

/**
 * What one device can know of the times of its acts, as the oracle sees it. A stretch is a time in which nobody set the
 * device's clock, and in which the device did not sleep in a way that stops its monotonic clock. Within a stretch one
 * quick answer tells the time of every act, also of earlier ones. What left before that answer is judged by then.
 */
export class KnownTime {
  #stretch = 0;
  /** Counts what happens on the device. True time does not: much happens in the same millisecond. */
  #moment = 0;
  /** The moment of the first quick answer of each stretch that has one. */
  readonly #told = new Map<number, number>();
  /** In which stretch each stamp was issued, by its id. */
  readonly #issued = new Map<string, number>();
  /** When each entry left, by its id. */
  readonly #left = new Map<string, number>();

  get stretch(): number {
    return this.#stretch;
  }

  /** The clock was set, or the monotonic clock stopped. */
  disturbed(): void {
    this.#stretch++;
  }

  /**
   * An answer came that holds the server's time.
   *
   * @param stretch in which the request left
   */
  answered(stretch: number, roundTripMs: number): void {
    if (stretch === this.#stretch && roundTripMs <= LONGEST_ROUND_TRIP_MS && !this.#told.has(stretch)) {
      this.#told.set(stretch, ++this.#moment);
    }
  }

  onCommit(changes: readonly Change[]): void {
    this.#moment++;
    for (const change of changes) {
      for (const id of change.kind === 'put' ? stampsIn(change) : []) {
        this.#issued.set(id, this.#issued.get(id) ?? this.#stretch);
      }
      if (change.kind === 'put' && change.table === 'outbox') {
        const { id, sent } = change.row as OutboxEntry;
        if (sent && !this.#left.has(id)) {
          this.#left.set(id, this.#moment);
        }
      }
    }
  }

  /**
   * @param issuedAs the id of the stamp at first
   * @param finalId its id in the end
   */
  isKnown(issuedAs: string, finalId: string): boolean {
    const told = this.#told.get(this.#issued.get(issuedAs) ?? Number.NaN);
    return told !== undefined && told < (this.#left.get(finalId) ?? Number.POSITIVE_INFINITY);
  }
}

function stampsIn({ table, row }: Extract<Change, { kind: 'put' }>): string[] {
  switch (table) {
    case 'outbox':
      return [(row as OutboxEntry).id];
    case 'locals':
      return [(row as LocalPosition).intentId];
    case 'states':
      return claimsOf(row as StateRow).map(({ id }) => id);
    default:
      return [];
  }
}
