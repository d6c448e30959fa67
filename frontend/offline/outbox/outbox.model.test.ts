import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { join, NO_REGISTERS, type Registers } from '../rules/registers';
import type { Intent, IntentType } from '../rules/intent';
import { BareDevice } from '../testing/bare-device';
import { uuid } from '../testing/fake-world';
import { loseConnections, watchConnections } from '../testing/lost-connections';
import { ScriptedServer, type Fault } from '../testing/scripted-server';

/**
 * The outbox, its clock and its drain against a model that knows nothing of stamps: of everything that any device
 * did to a register, the last by true time is what all of them end with. In between, tabs are killed, connections
 * taken away, requests and answers lost, the device's clock set, the server restored.
 */

watchConnections();

const ACCOUNT = 'listener-a';
const LECTURES = ['lecture-1', 'lecture-2'];
const BASE = 1_700_000_000_000;
const TABS = 2;

/** What was done last, by register; and whether anything was done that no answer has confirmed yet. */
interface Model {
  readonly last: Map<string, string>;
  unconfirmed: boolean;
}

class World {
  readonly server: ScriptedServer;
  readonly device: BareDevice;
  epochs = 1;
  others = 1;

  constructor() {
    // True time is what passed, whatever the device's clock was set to.
    this.server = new ScriptedServer(() => BASE + this.device.time.elapsedMs());
    this.server.signedIn = { listenerId: ACCOUNT, name: 'a' };
    this.device = new BareDevice(this.server, ACCOUNT, 1_000_000);
    this.device.time.at = BASE;
  }

  async sync(tab: number): Promise<boolean> {
    return (await this.device.drain(tab)) === 'done';
  }
}

type Command = fc.AsyncCommand<Model, World>;

/** Time goes on with everything that happens. */
const STEP_MS = 1_000;

class Mark implements Command {
  constructor(
    readonly tab: number,
    readonly lectureId: string,
    readonly type: Exclude<IntentType, 'PROGRESS'>,
    readonly losing: boolean,
  ) {}
  check = () => true;
  async run(model: Model, { device }: World): Promise<void> {
    device.time.advance(STEP_MS);
    const writing = device
      .tab(this.tab)
      .record.write(device.account, [{ kind: 'mark', lectureId: this.lectureId, type: this.type }]);
    if (this.losing) {
      loseConnections(device.name);
    }
    await writing;
    note(model, this.lectureId, this.type, this.type);
    model.unconfirmed = true;
    const seen = await device.registers(this.lectureId);
    expect(valuesOf(this.lectureId, seen), 'C1: seen at once').toMatchObject(
      Object.fromEntries([[registerName(this.lectureId, this.type), this.type]]),
    );
  }
  toString = () => `${this.type} of ${this.lectureId} in tab ${this.tab}${this.losing ? ', losing' : ''}`;
}

class Move implements Command {
  constructor(
    readonly tab: number,
    readonly lectureId: string,
    readonly positionMs: number,
    readonly kind: 'keep' | 'offer',
  ) {}
  check = () => true;
  async run(model: Model, { device }: World): Promise<void> {
    device.time.advance(STEP_MS);
    const { kind, lectureId } = this;
    // No two are alike: to stay where one is is no move.
    const positionMs = this.positionMs * 1_000 + device.time.elapsedMs() / STEP_MS;
    const deed = { kind, lectureId, positionMs, audioAssetId: 'asset' };
    await device.tab(this.tab).record.write(device.account, [deed]);
    note(model, lectureId, 'PROGRESS', String(positionMs));
    model.unconfirmed = true;
  }
  toString = () => `${this.kind} ${this.positionMs} of ${this.lectureId} in tab ${this.tab}`;
}

class Elsewhere implements Command {
  constructor(
    readonly lectureId: string,
    readonly type: IntentType,
    readonly positionMs: number,
  ) {}
  check = () => true;
  run(model: Model, { device, server, ...world }: World): Promise<void> {
    device.time.advance(STEP_MS);
    const position =
      this.type === 'PROGRESS'
        ? { positionMs: this.positionMs, audioAssetId: 'asset' }
        : { positionMs: null, audioAssetId: null };
    const { type, lectureId } = this;
    server.elsewhere({ id: uuid(world.others++), type, lectureId, occurredAt: server.now(), ...position });
    note(model, lectureId, type, type === 'PROGRESS' ? String(this.positionMs) : type);
    return Promise.resolve();
  }
  toString = () => `elsewhere ${this.type} of ${this.lectureId}`;
}

class Sync implements Command {
  constructor(
    readonly tab: number,
    readonly faults: ReadonlyArray<Fault | null>,
  ) {}
  check = () => true;
  async run(model: Model, world: World): Promise<void> {
    world.device.time.advance(STEP_MS);
    world.server.faults.push(...this.faults);
    if (await world.sync(this.tab)) {
      model.unconfirmed = (await keptOnly(world)) > 0;
    }
    world.server.faults.splice(0);
  }
  toString = () => `sync in tab ${this.tab} (${this.faults.join(', ')})`;
}

class Restart implements Command {
  check = () => true;
  async run(_: Model, { device }: World): Promise<void> {
    await device.restart();
  }
  toString = () => 'restart';
}

/** What was done under one setting of the clock and not told the server under it cannot be known afterwards. */
class SetClock implements Command {
  constructor(readonly byMs: number) {}
  check = (model: Readonly<Model>) => !model.unconfirmed;
  run(_: Model, { device }: World): Promise<void> {
    device.time.at += this.byMs;
    return Promise.resolve();
  }
  toString = () => `clock set by ${this.byMs}`;
}

/** Of another history this device knows all, so that nothing is lost to anybody (R13). */
class RestoreServer implements Command {
  check = (model: Readonly<Model>) => !model.unconfirmed;
  async run(_: Model, world: World): Promise<void> {
    if (await world.sync(0)) {
      world.server.restoreEmpty(`epoch-${++world.epochs}`);
    }
  }
  toString = () => 'restore';
}

const lectures = fc.constantFrom(...LECTURES);
const tabs = fc.nat({ max: TABS - 1 });
const positions = fc.integer({ min: 1, max: 1_000 }).map((n) => n * 1_000);
const marks = fc.constantFrom<Exclude<IntentType, 'PROGRESS'>>(
  ...(['COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED'] as const),
);
const types = fc.constantFrom<IntentType>('PROGRESS', 'COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED');
const faults = fc.array(fc.constantFrom<Fault | null>('lost', 'unavailable', 'unauthorised', null), {
  maxLength: 2,
});
const jumps = fc.constantFrom(-36_000_000, -120_000, 60_000, 200_000, 36_000_000);

const commands = fc.commands(
  [
    fc.tuple(tabs, lectures, marks, fc.boolean()).map((all) => new Mark(...all)),
    fc
      .tuple(tabs, lectures, positions, fc.constantFrom('keep' as const, 'offer' as const))
      .map((all) => new Move(...all)),
    fc.tuple(lectures, types, positions).map((all) => new Elsewhere(...all)),
    fc.tuple(tabs, faults).map((all) => new Sync(...all)),
    fc.constant(new Restart()),
    jumps.map((byMs) => new SetClock(byMs)),
    fc.constant(new RestoreServer()),
  ],
  { maxCommands: 30 },
);

it('C1, C2, C6, C7, C9, C11, R8, R13: what was done last by true time is what all end with, and nothing is pending', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (all) => {
      const world = new World();
      await world.device.opened(TABS);
      const model: Model = { last: new Map(), unconfirmed: false };
      await fc.asyncModelRun(() => ({ model, real: world }), all);

      await world.device.restart();
      await world.sync(0);
      expect(await world.sync(0)).toBe(true);
      expect(await world.device.pending()).toBe(0);
      const expected = Object.fromEntries(model.last);
      const there = LECTURES.map((id) => valuesOf(id, world.server.state(id) ?? NO_REGISTERS));
      expect(Object.assign({}, ...there), 'on the server').toEqual(expected);
      const here = await Promise.all(
        LECTURES.map(async (id) => valuesOf(id, await world.device.registers(id))),
      );
      expect(Object.assign({}, ...here), 'on the device').toEqual(expected);
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
}, 120_000);

function note(model: Model, lectureId: string, type: IntentType, value: string): void {
  model.last.set(registerName(lectureId, type), value);
}

function registerName(lectureId: string, type: IntentType): string {
  const intent: Intent = { id: uuid(1), type, lectureId, occurredAt: 1, positionMs: 1, audioAssetId: 'a' };
  const [name] = Object.entries(join(NO_REGISTERS, intent, 'd')).find(([, held]) => held !== null) ?? [];
  return `${lectureId} ${name ?? ''}`;
}

/** The registers in the model's words. */
function valuesOf(lectureId: string, { position, completion, favorite }: Registers): Record<string, string> {
  return {
    ...(position !== null && { [`${lectureId} position`]: String(position.positionMs) }),
    ...(completion !== null && {
      [`${lectureId} completion`]: completion.completed ? 'COMPLETED' : 'REOPENED',
    }),
    ...(favorite !== null && { [`${lectureId} favorite`]: favorite.favorite ? 'FAVORITED' : 'UNFAVORITED' }),
  };
}

/** Positions that no entry was written for yet. */
async function keptOnly({ device }: World): Promise<number> {
  const kept = await device
    .tab(0)
    .tables.transact(['locals'], 'read', (transaction) => transaction.table('locals').within([ACCOUNT]));
  return kept.filter(({ offered }) => !offered).length;
}
