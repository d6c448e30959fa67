import { Seeded } from './seeded';
import type { ListenerAction, DevicePlan, FaultKind, Step, StormPlan } from './steps';
import { lectureNumber, LECTURES } from './catalogue';
import { FLAGS, type FlagName } from '../offline/rules/registers';

/** What a seed means: how many devices, how wrong their clocks, what happens to them and when. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const FAULTS = [
  ...(['lost-request', 'lost-answer', 'lost-answer', 'twice', 'late-copy', 'overtaken'] as const),
  ...(['slow-request', 'slow-answer', 'unavailable', 'timed-out-after', 'hung'] as const),
  ...(['unauthorised', 'too-many', 'portal', 'too-large'] as const),
] as const satisfies readonly FaultKind[];

/** More steps than anybody has in a storm. */
const LONG_LIVED = 1_000_000;

/** One in so many storms kills the server: it takes seconds to start. */
const SERVER_KILLS_EVERY = 40;

export function planOf(seed: number): StormPlan {
  const chance = new Seeded(seed);
  const accounts = chance.happens(0.25) ? 2 : 1;
  const wrongClocks = chance.happens(0.5);
  const devices = Array.from({ length: chance.oneOf([2, 2, 2, 3]) }, (_, index): DevicePlan => ({
    skewMs: wrongClocks ? skew(chance) : chance.between(-2_000, 2_000),
    stopsAsleep: (seed + index) % 2 === 0,
    account: chance.happens(0.85) ? (index === 0 ? 0 : chance.below(accounts)) : null,
    tabs: chance.happens(0.25) ? 2 : 1,
  }));
  const storm = { seed, accounts, devices, roundTripMs: chance.oneOf([20, 100, 400, 1_500, 2_500]) };
  const steps = Array.from({ length: chance.between(15, 45) }, () => step(chance, storm, wrongClocks));
  if (wrongClocks && chance.happens(0.5)) {
    // Early, while most are signed in and nobody has been killed.
    steps.splice(chance.below(5), 0, ...laterByAnEarlierClock(chance, storm.devices.length));
  }
  if (seed % SERVER_KILLS_EVERY === SERVER_KILLS_EVERY - 1) {
    const at = chance.below(steps.length);
    steps.splice(at, 0, { do: 'server-down', turns: chance.below(20) });
    steps.splice(at + chance.between(2, 6), 0, { do: 'server-up', turns: chance.below(20) });
  }
  if (chance.happens(0.2)) {
    const at = chance.below(steps.length);
    steps.splice(at, 0, { do: 'snapshot', turns: 0 });
    if (chance.happens(0.5)) {
      steps.splice(at + 1, 0, ...completedAndMore(chance, storm.devices.length));
    }
    steps.splice(chance.between(at + 1, steps.length), 0, { do: 'restore', turns: 0 });
  }
  return { ...storm, steps };
}

/**
 * What chance alone seldom brings together: one device does something; a while later another, whose clock was set
 * back beyond that, does the contrary. If its stamp goes uncorrected, the listener's last word is lost (R8).
 */
function laterByAnEarlierClock(chance: Seeded, devices: number): Step[] {
  const first = chance.below(devices);
  const second = (first + 1 + chance.below(devices - 1)) % devices;
  const ms = chance.between(6 * MINUTE_MS, 2 * HOUR_MS);
  const byMs = -ms - chance.between(MINUTE_MS, DAY_MS);
  const on = chance.happens(0.5);
  const turns = null;
  const goesOffline = chance.happens(0.5);
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

/** A first completion that only `firstCompletedAt` remembers, because it was reopened, or completed again (R13). */
function completedAndMore(chance: Seeded, devices: number): Step[] {
  const device = chance.below(devices);
  const lecture = chance.below(LECTURES.length);
  const act = (completed: boolean): Step[] => [
    { do: 'flag', flag: 'completion', lecture, on: completed, device, tab: 0, turns: null },
    { do: 'wait', ms: chance.between(1, HOUR_MS), turns: null },
  ];
  return [act(true), act(false), ...(chance.happens(0.5) ? [act(true)] : [])].flat();
}

/** Within the server's tolerance, around it, and far from it; ahead and behind. */
function skew(chance: Seeded): number {
  const most = chance.oneOf([3 * SECOND_MS, MINUTE_MS, 4 * MINUTE_MS, 6 * MINUTE_MS, HOUR_MS, 3 * DAY_MS]);
  return chance.between(-most, most);
}

/** How often flags are set, beside the other actions, and with which probability to on. */
const WEIGHTED_FLAGS: ReadonlyArray<{
  readonly flag: FlagName;
  readonly weight: number;
  readonly on: number;
}> = [
  { flag: 'favorite', weight: 16, on: 0.5 },
  { flag: 'completion', weight: 11, on: 0.6 },
];

/** Any other flag as often as a completion. */
const PLANNED_FLAGS = [
  ...WEIGHTED_FLAGS,
  ...FLAGS.map(([flag]) => ({ flag, weight: 11, on: 0.5 })).filter(
    (one) => !WEIGHTED_FLAGS.some(({ flag }) => flag === one.flag),
  ),
];

type Weighted<T> = ReadonlyArray<readonly [weight: number, make: () => T]>;

function chosen<T>(chance: Seeded, choices: Weighted<T>): T {
  let left = chance.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of choices) {
    if (left < weight) {
      return make();
    }
    left -= weight;
  }
  throw new RangeError('nothing to choose from');
}

function step(chance: Seeded, storm: Omit<StormPlan, 'steps'>, wrongClocks: boolean): Step {
  const device = chance.below(storm.devices.length);
  const tab = chance.below(storm.devices[device]?.tabs ?? 1);
  const turns = chance.happens(0.4) ? null : chance.below(25);
  return chosen<Step>(chance, [
    [55, () => ({ ...listenerAction(chance, storm.accounts), device, tab, turns })],
    [
      14,
      () => ({
        ...{ do: 'fault', device, turns: 0, kind: chance.oneOf(FAULTS), calls: chance.oneOf([1, 1, 2, 4]) },
        delayMs: chance.oneOf([SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS]),
      }),
    ],
    [5, () => ({ do: 'offline', device, turns })],
    [7, () => ({ do: 'online', device, turns, heard: chance.happens(0.6) })],
    [9, () => ({ do: 'wait', turns, ms: wait(chance) })],
    [wrongClocks ? 7 : 0, () => ({ do: 'clock', device, turns, byMs: skew(chance) })],
    [
      4,
      () => ({
        do: 'worker',
        device,
        turns,
        afterSteps: chance.happens(0.7) ? LONG_LIVED : chance.below(60),
      }),
    ],
    [1, () => ({ do: 'forget-cookie', device, turns })],
    [1, () => ({ do: 'power-loss', device, turns })],
  ]);
}

function wait(chance: Seeded): number {
  const most = chance.oneOf([5 * SECOND_MS, 30 * SECOND_MS, 70 * SECOND_MS, HOUR_MS, 10 * DAY_MS]);
  return chance.between(1, most);
}

function listenerAction(chance: Seeded, accounts: number): ListenerAction {
  // Mostly the same one: what nobody disputes proves little.
  const lecture = chance.happens(0.5) ? 0 : chance.below(LECTURES.length);
  const { durationMs } = lectureNumber(lecture);
  return chosen<ListenerAction>(chance, [
    ...PLANNED_FLAGS.map(({ flag, weight, on }): Weighted<ListenerAction>[number] => [
      weight,
      () => ({ do: 'flag', flag, lecture, on: chance.happens(on) }),
    ]),
    [16, () => ({ do: 'listen', lecture, forMs: chance.between(1, 45) * SECOND_MS })],
    [5, () => ({ do: 'seek', toMs: chance.below(durationMs) })],
    [8, () => ({ do: 'pause' })],
    [5, () => ({ do: 'resume' })],
    [3, () => ({ do: 'close' })],
    [4, () => ({ do: 'hide' })],
    [5, () => ({ do: 'show' })],
    [5, () => ({ do: 'refresh' })],
    [3, () => ({ do: 'sign-out' })],
    [4, () => ({ do: 'sign-in', account: chance.below(accounts) })],
    [2, () => ({ do: 'take-over', keep: chance.happens(0.7) })],
    [8, () => ({ do: 'kill', afterSteps: chance.happens(0.2) ? 0 : chance.below(60) })],
    [12, () => ({ do: 'start' })],
  ]);
}
