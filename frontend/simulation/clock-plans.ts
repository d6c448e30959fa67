import type { FlagName } from '../offline/rules/registers';
import type { Seeded } from './seeded';
import type { Step } from './steps';

/** The parts of plans with wrong clocks. */

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** An error of a clock: within the server's tolerance, near its edge, or far beyond it; ahead or behind. */
export function skew(random: Seeded): number {
  const most = random.oneOf([3 * SECOND_MS, MINUTE_MS, 4 * MINUTE_MS, 6 * MINUTE_MS, HOUR_MS, 3 * DAY_MS]);
  return random.between(-most, most);
}

/**
 * A sequence that random steps seldom make. One device sets a flag. Later another device, whose clock was set back
 * beyond that, sets it the other way. If the second stamp is not corrected, the listener's last act is lost (R8).
 */
export function laterByAnEarlierClock(random: Seeded, devices: number): Step[] {
  const first = random.below(devices);
  const second = (first + 1 + random.below(devices - 1)) % devices;
  const ms = random.between(6 * MINUTE_MS, 2 * HOUR_MS);
  const byMs = -ms - random.between(MINUTE_MS, DAY_MS);
  const on = random.happens(0.5);
  const turns = null;
  const goesOffline = random.happens(0.5);
  const back: Step[] = goesOffline ? [{ do: 'online', device: second, turns, heard: true }] : [];
  return [
    ...(goesOffline ? [{ do: 'offline', device: second, turns } as const] : []),
    { do: 'flag', flag: 'favorite', lecture: 0, on, device: first, tab: 0, turns },
    { do: 'wait', ms, turns },
    { do: 'clock', device: second, byMs, turns },
    { do: 'flag', flag: 'favorite', lecture: 0, on: !on, device: second, tab: 0, turns },
    ...back,
  ];
}

/**
 * Another sequence that random steps seldom make. A device that is offline acts after another one. Then somebody sets its
 * clock, ahead or back. Meanwhile the other device may act again. What was stamped before the clock was set has to keep
 * its place between the acts of the other device (R8).
 */
export function aroundASetClock(random: Seeded, devices: number): Step[] {
  const first = random.below(devices);
  const second = (first + 1 + random.below(devices - 1)) % devices;
  const act = actsOf(random);
  const actsAgain = random.happens(0.5);
  const restarts = random.happens(0.2);
  const actsAfterwards = random.happens(0.3);
  const byMs = random.oneOf([
    HOUR_MS, // Daylight saving by hand.
    random.between(5 * MINUTE_MS, 12 * HOUR_MS),
    random.between(DAY_MS, 30 * DAY_MS),
  ]);
  const turns = null;
  return [
    { do: 'offline', device: second, turns },
    ...act(first, true),
    pause(random),
    ...act(second, false),
    pause(random),
    ...(actsAgain ? [...act(first, true), pause(random)] : []),
    { do: 'clock', device: second, byMs: random.happens(0.5) ? byMs : -byMs, turns },
    pause(random),
    ...(actsAfterwards ? [...act(second, true), pause(random)] : []),
    ...(restarts ? [{ do: 'start', device: second, tab: 0, turns } as const] : []),
    { do: 'online', device: second, turns, heard: true },
  ];
}

/** Sets a flag of one lecture, or listens to it, always in the same register. */
function actsOf(random: Seeded): (device: number, on: boolean) => Step[] {
  const flag = random.oneOf<FlagName | null>(['favorite', 'completion', null]);
  const [tab, turns, lecture] = [0, null, 0];
  return (device, on) =>
    flag === null
      ? [
          { do: 'listen', lecture, forMs: random.between(1, 45) * SECOND_MS, device, tab, turns },
          { do: 'pause', device, tab, turns },
        ]
      : [{ do: 'flag', flag, lecture, on, device, tab, turns }];
}

/** Time passes; the devices are awake or asleep. */
function pause(random: Seeded): Step {
  const most = random.oneOf([MINUTE_MS, 2 * MINUTE_MS, 2 * HOUR_MS]);
  return { do: 'wait', ms: random.between(6 * SECOND_MS, most), turns: null };
}
