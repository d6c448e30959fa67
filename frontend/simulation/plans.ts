import {
  aroundASetClock,
  DAY_MS,
  HOUR_MS,
  laterByAnEarlierClock,
  MINUTE_MS,
  SECOND_MS,
  skew,
} from './clock-plans';
import { Seeded } from './seeded';
import type { ListenerAction, DevicePlan, FaultKind, Step, StormPlan } from './steps';
import { lectureNumber, LECTURES } from './catalogue';
import { FLAGS, type FlagName } from '../offline/rules/registers';

/** Makes a plan from a seed: the devices, how wrong their clocks are, and what happens to them. */

const FAULTS = [
  ...(['lost-request', 'lost-answer', 'lost-answer', 'twice', 'late-copy', 'overtaken'] as const),
  ...(['slow-request', 'slow-answer', 'unavailable', 'timed-out-after', 'hung'] as const),
  ...(['unauthorised', 'too-many', 'portal', 'too-large'] as const),
] as const satisfies readonly FaultKind[];

/** More steps than any tab does in a storm. */
const LONG_LIVED = 1_000_000;

/** One in this many storms kills the server, because its start takes seconds. */
const SERVER_KILLS_EVERY = 40;

export function planOf(seed: number): StormPlan {
  const random = new Seeded(seed);
  const accounts = random.happens(0.25) ? 2 : 1;
  const wrongClocks = random.happens(0.5);
  const devices = Array.from({ length: random.oneOf([2, 2, 2, 3]) }, (_, index): DevicePlan => ({
    skewMs: wrongClocks ? skew(random) : random.between(-2_000, 2_000),
    stopsAsleep: (seed + index) % 2 === 0,
    account: random.happens(0.85) ? (index === 0 ? 0 : random.below(accounts)) : null,
    tabs: random.happens(0.25) ? 2 : 1,
  }));
  const storm = { seed, accounts, devices, roundTripMs: random.oneOf([20, 100, 400, 1_500, 2_500]) };
  const steps = Array.from({ length: random.between(15, 45) }, () => step(random, storm, wrongClocks));
  if (wrongClocks && random.happens(0.5)) {
    // It comes early, while most devices are signed in and no tab has been killed.
    const sequence = random.oneOf([laterByAnEarlierClock, aroundASetClock, aroundASetClock]);
    steps.splice(random.below(5), 0, ...sequence(random, storm.devices.length));
  }
  if (seed % SERVER_KILLS_EVERY === SERVER_KILLS_EVERY - 1) {
    const at = random.below(steps.length);
    steps.splice(at, 0, { do: 'server-down', turns: random.below(20) });
    steps.splice(at + random.between(2, 6), 0, { do: 'server-up', turns: random.below(20) });
  }
  if (random.happens(0.2)) {
    const at = random.below(steps.length);
    steps.splice(at, 0, { do: 'snapshot', turns: 0 });
    if (random.happens(0.5)) {
      steps.splice(at + 1, 0, ...completedAndMore(random, storm.devices.length));
    }
    steps.splice(random.between(at + 1, steps.length), 0, { do: 'restore', turns: 0 });
  }
  return { ...storm, steps };
}

/** A first completion that only `firstCompletedAt` remembers, because it was reopened, or completed again (R13). */
function completedAndMore(random: Seeded, devices: number): Step[] {
  const device = random.below(devices);
  const lecture = random.below(LECTURES.length);
  const act = (completed: boolean): Step[] => [
    { do: 'flag', flag: 'completion', lecture, on: completed, device, tab: 0, turns: null },
    { do: 'wait', ms: random.between(1, HOUR_MS), turns: null },
  ];
  return [act(true), act(false), ...(random.happens(0.5) ? [act(true)] : [])].flat();
}

/** How often flags are set, compared with other actions, and the probability of setting them on. */
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

function chosen<T>(random: Seeded, choices: Weighted<T>): T {
  let left = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of choices) {
    if (left < weight) {
      return make();
    }
    left -= weight;
  }
  throw new RangeError('nothing to choose from');
}

function step(random: Seeded, storm: Omit<StormPlan, 'steps'>, wrongClocks: boolean): Step {
  const device = random.below(storm.devices.length);
  const tab = random.below(storm.devices[device]?.tabs ?? 1);
  const turns = random.happens(0.4) ? null : random.below(25);
  return chosen<Step>(random, [
    [55, () => ({ ...listenerAction(random, storm.accounts), device, tab, turns })],
    [
      14,
      () => ({
        ...{ do: 'fault', device, turns: 0, kind: random.oneOf(FAULTS), calls: random.oneOf([1, 1, 2, 4]) },
        delayMs: random.oneOf([SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS]),
      }),
    ],
    [5, () => ({ do: 'offline', device, turns })],
    [7, () => ({ do: 'online', device, turns, heard: random.happens(0.6) })],
    [9, () => ({ do: 'wait', turns, ms: wait(random) })],
    [wrongClocks ? 7 : 0, () => ({ do: 'clock', device, turns, byMs: skew(random) })],
    [
      4,
      () => ({
        do: 'worker',
        device,
        turns,
        afterSteps: random.happens(0.7) ? LONG_LIVED : random.below(60),
      }),
    ],
    [1, () => ({ do: 'forget-cookie', device, turns })],
    [1, () => ({ do: 'power-loss', device, turns })],
  ]);
}

function wait(random: Seeded): number {
  const most = random.oneOf([5 * SECOND_MS, 30 * SECOND_MS, 70 * SECOND_MS, HOUR_MS, 10 * DAY_MS]);
  return random.between(1, most);
}

function listenerAction(random: Seeded, accounts: number): ListenerAction {
  // Mostly the same lecture, so that devices conflict.
  const lecture = random.happens(0.5) ? 0 : random.below(LECTURES.length);
  const { durationMs } = lectureNumber(lecture);
  return chosen<ListenerAction>(random, [
    ...PLANNED_FLAGS.map(({ flag, weight, on }): Weighted<ListenerAction>[number] => [
      weight,
      () => ({ do: 'flag', flag, lecture, on: random.happens(on) }),
    ]),
    [16, () => ({ do: 'listen', lecture, forMs: random.between(1, 45) * SECOND_MS })],
    [5, () => ({ do: 'seek', toMs: random.below(durationMs) })],
    [8, () => ({ do: 'pause' })],
    [5, () => ({ do: 'resume' })],
    [3, () => ({ do: 'close' })],
    [4, () => ({ do: 'hide' })],
    [5, () => ({ do: 'show' })],
    [5, () => ({ do: 'refresh' })],
    [3, () => ({ do: 'sign-out' })],
    [4, () => ({ do: 'sign-in', account: random.below(accounts) })],
    [2, () => ({ do: 'take-over', keep: random.happens(0.7) })],
    [8, () => ({ do: 'kill', afterSteps: random.happens(0.2) ? 0 : random.below(60) })],
    [12, () => ({ do: 'start' })],
  ]);
}
