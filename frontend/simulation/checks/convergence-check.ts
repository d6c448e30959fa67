import { FLAGS } from '../../offline/rules/registers';
import { claimsOf, expectedStates, type ExpectedState } from './claims';
import type { ActionRunner } from '../action-runner';
import { pull, type PulledStates } from '../ledger';
import { findLecture, LECTURES } from '../catalogue';
import type { Listener } from '../harness';
import type { Storm } from '../storm';
import type { Core } from '../../offline/offline';
import type { Tab } from '../device/tab';

/** Longer than any backoff and any delay of the network. */
const BACKOFF_MS = 65_000;
/** How often every app is opened before all devices must have converged. */
const MOST_ROUNDS = 4;

/**
 * Runs after the storm: no more faults, every app is opened once in a while, and no listener acts. Then all
 * devices, the server and the oracle must have the same state of every account.
 */
export class ConvergenceCheck {
  constructor(
    private readonly storm: Storm,
    private readonly actionRunner: ActionRunner,
  ) {}

  async run(): Promise<void> {
    const { storm } = this;
    await this.actionRunner.serverUp();
    for (const [device, profile] of storm.profiles.entries()) {
      profile.faults.length = 0;
      profile.online = true;
      for (const place of storm.tabs[device]?.keys() ?? []) {
        const tab = storm.tabs[device]?.[place] ?? null;
        if (tab?.lifetime.alive === true) {
          tab.lifetime.endAfter(Number.MAX_SAFE_INTEGER); // No kill is due any more.
          tab.hearOfNetwork();
          tab.show();
          tab.core?.pause();
        } else if (place === 0 || tab !== null) {
          await storm.open(device, place);
        }
      }
    }
    await storm.pass(null);
    await storm.wait(BACKOFF_MS);
    await storm.pass(null);
    await this.#letEverythingArrive();
    for (const account of storm.listeners.keys()) {
      await this.#compare(account);
    }
  }

  /**
   * Lets every delayed call arrive. A sign-in may be among them whose answer no tab awaits any more; it ends
   * the device's session. Then every app is shown, so that each device that must sign in again learns it.
   */
  async #letEverythingArrive(): Promise<void> {
    const { storm } = this;
    for (let at = storm.network.nextEventAt(); at !== null; at = storm.network.nextEventAt()) {
      await storm.wait(Math.max(0, at - storm.clock.at));
      await storm.pass(null);
    }
    for (const tab of storm.everyTab()) {
      tab.show();
      await storm.pass(null);
    }
  }

  async #compare(account: number): Promise<void> {
    const { storm } = this;
    const listener = storm.listeners[account];
    if (listener === undefined) {
      return;
    }
    for (const device of storm.profiles.keys()) {
      await this.#signIn(device, account, listener);
    }
    let differences: string[] = ['nobody looked'];
    for (let round = 0; differences.length > 0 && round < MOST_ROUNDS; round++) {
      if (round > 0) {
        await storm.wait(BACKOFF_MS);
      }
      for (const tab of storm.everyTab()) {
        tab.show();
        await storm.pass(null);
      }
      differences = await this.#differences(listener);
    }
    differences.forEach((difference) => {
      storm.violated(difference);
    });
  }

  async #differences(listener: Listener): Promise<string[]> {
    const { storm } = this;
    storm.harness.setDatabaseTime(storm.clock.at);
    const held = await pull(storm.harness, listener);
    const expected = storm.ledger.expectedStates(listener.listenerId);
    const differences = difference('the server has', statesOf(held.states), sorted(expected));
    for (const device of storm.profiles.keys()) {
      differences.push(...(await this.#differencesOf(device, listener, held, expected)));
    }
    return differences;
  }

  async #signIn(device: number, account: number, listener: Listener): Promise<void> {
    const { storm } = this;
    const tab = storm.tabs[device]?.[0] ?? null;
    const core = tab?.core ?? null;
    if (tab === null || core === null) {
      storm.violated(`device ${device} does not start`);
      return;
    }
    const { state, listenerId } = core.account.get();
    if (state === 'signed-in' && listenerId === listener.listenerId) {
      return;
    }
    if (state !== 'guest' && listenerId !== listener.listenerId) {
      await this.#until(core.signOut());
      await storm.wait(BACKOFF_MS);
    }
    const problem = await this.#until(this.actionRunner.signIn(tab, account));
    if (problem !== null) {
      storm.violated(`device ${device} cannot sign in: ${JSON.stringify(problem)}`);
    }
    await storm.pass(null);
  }

  /** The differences between one device's state and the expected one. */
  async #differencesOf(
    device: number,
    listener: Listener,
    held: PulledStates,
    expected: ReadonlyMap<string, ExpectedState>,
  ): Promise<string[]> {
    const { storm } = this;
    const { disk, name } = storm.profile(device);
    const account = listener.listenerId;
    const pending = await disk.all('outbox', [account]);
    const row = (await disk.all('accounts', [account]))[0];
    const states = await disk.all('states', [account]);
    const unoffered = (await disk.all('locals', [account])).filter(({ offered }) => !offered);
    const revisions = (rows: PulledStates['states']) =>
      rows.map(({ lectureId, revision }) => `${lectureId} ${revision}`).sort();
    return [
      ...difference(`C5: ${name} still has pending`, [...pending, ...unoffered], []),
      ...difference(`R12: ${name} is at the cursor`, row?.cursor, held.cursor),
      ...difference(`${name} has`, statesOf(states), sorted(expected)),
      ...difference(`R12: ${name} is at revisions`, revisions(states), revisions(held.states)),
      ...(storm.tabs[device] ?? []).flatMap((tab) =>
        tab?.core?.account.get().listenerId === account
          ? [
              ...difference(`C8: ${name} shows`, shown(tab.core), toBeShown(expected)),
              ...difference(`C10: ${name} has downloads`, readyDownloads(tab), LECTURES.length),
            ]
          : [],
      ),
    ];
  }

  /** Lets the storm's time pass until the promise has settled. */
  async #until<T>(doing: Promise<T>): Promise<T> {
    let ended = false;
    const isOver = () => ended;
    const end = () => {
      ended = true;
    };
    doing.then(end, end);
    for (let attempts = 0; !isOver() && attempts < 20; attempts++) {
      await this.storm.pass(null);
      if (!isOver()) {
        await this.storm.wait(BACKOFF_MS / 10);
      }
    }
    return doing;
  }
}

function difference(what: string, is: unknown, ought: unknown): string[] {
  const [said, wanted] = [JSON.stringify(is), JSON.stringify(ought)];
  return said === wanted ? [] : [`${what} ${said}, not ${wanted}`];
}

function statesOf(rows: PulledStates['states']): Array<[string, ExpectedState]> {
  return sorted(expectedStates(rows.flatMap(claimsOf)));
}

function sorted<T>(byLecture: ReadonlyMap<string, T>): Array<[string, T]> {
  return [...byLecture].sort(([a], [b]) => (a < b ? -1 : 1));
}

function readyDownloads(tab: Tab): number {
  return [...(tab.core?.downloads.get().values() ?? [])].filter(({ state }) => state === 'ready').length;
}

type Shown = readonly [lectureId: string, resumePositionMs: number, flags: ReadonlyArray<[string, boolean]>];

function shown(core: Core): Shown[] {
  return [...core.listening.get().values()]
    .map((view): Shown => [
      view.lectureId,
      view.resumePositionMs,
      FLAGS.map(([, { member }]) => [member, view[member]]),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The views' expected contents, computed again and naively (R5). */
function toBeShown(expected: ReadonlyMap<string, ExpectedState>): Shown[] {
  return sorted(expected).map(([lectureId, { registers }]): Shown => {
    const { position, completion } = registers;
    const durationMs = findLecture(lectureId)?.durationMs ?? 0;
    const marginMs = Math.min(10_000, Math.floor(durationMs / 20));
    const isOver = completion?.type === 'COMPLETED' && (position?.occurredAt ?? 0) <= completion.occurredAt;
    const positionMs = position?.positionMs ?? 0;
    const resumeMs = isOver || positionMs >= durationMs - marginMs ? 0 : positionMs;
    return [
      lectureId,
      resumeMs,
      FLAGS.map(([name, { member, on }]) => [member, registers[name]?.type === on]),
    ];
  });
}
