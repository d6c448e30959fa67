import { isOfRegister, type Claim } from './claims';
import type { Storm } from '../storm';
import type { IssuedClaim } from './issued-claims';

/** The greatest difference between stamps of devices with good clocks: jitter and half a round trip each. */
const GOOD_CLOCKS_MS = 12_000;
/** The same where some clock is wrong: plus the server's tolerance (R8). */
const ANY_CLOCKS_MS = 312_000;

interface Act extends IssuedClaim {
  readonly device: number;
  readonly fate: Claim;
  readonly certain: boolean;
}

/**
 * Checks that a later act counts as later. On one device it always must: an act never loses to an earlier act of the
 * device, nor to what the device had received before. On two devices it must when both knew the server's time, and the
 * acts are farther apart than the error of that knowledge.
 */
export function orderViolations(storm: Storm): string[] {
  const acts = storm.profiles.flatMap((profile, device) =>
    profile.invariants.issued.all.flatMap((issued): Act[] => {
      const fate = profile.invariants.fateOf(issued.id);
      const certain = fate !== undefined && profile.invariants.issued.isCertain(fate.id);
      const received =
        issued.received === null ? null : (profile.invariants.receivedNow(issued.received) ?? null);
      return fate === undefined ? [] : [{ ...issued, received, device, fate, certain }];
    }),
  );
  const good = storm.profiles.every(({ hadGoodClock }) => hadGoodClock);
  const apartMs = good ? GOOD_CLOCKS_MS : ANY_CLOCKS_MS;
  const violations: string[] = [];
  for (const later of acts) {
    for (const earlier of acts) {
      if (isAfter(later, earlier, apartMs) && isOne(later, earlier) && !isGreater(later.fate, earlier.fate)) {
        violations.push(
          `C1, R8: ${describe(storm, later)} happened after ${describe(storm, earlier)}, but its stamp is not later`,
        );
      }
    }
  }
  for (const act of acts) {
    const { received, fate } = act;
    if (received !== null && received.account === fate.account && !isGreater(fate, received)) {
      violations.push(
        `C1: ${describe(storm, act)} happened after ${JSON.stringify(received)} was received, but its stamp is not later`,
      );
    }
  }
  return violations;
}

function isAfter(later: Act, earlier: Act, apartMs: number): boolean {
  return later.device === earlier.device
    ? later.sequence > earlier.sequence
    : later.certain && earlier.certain && later.since - earlier.at > apartMs;
}

/** Whether two acts are about the same register of the same account. */
function isOne({ fate }: Act, other: Act): boolean {
  return (
    fate.id !== other.fate.id &&
    fate.account === other.fate.account &&
    fate.lectureId === other.fate.lectureId &&
    isOfRegister(fate, other.fate)
  );
}

function isGreater(a: Claim, b: Claim): boolean {
  return a.occurredAt > b.occurredAt || (a.occurredAt === b.occurredAt && a.id > b.id);
}

function describe(storm: Storm, { device, type, at, fate }: Act): string {
  const began = storm.clock.at - at;
  return `${type} on device ${device} (${fate.id}, stamped ${fate.occurredAt - at} ms after it, ${began} ms before the end)`;
}
