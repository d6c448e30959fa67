import type fc from 'fast-check';
import { expect } from 'vitest';
import type { Batch } from '../outbox/exchange';
import type { SyncAnswer } from '../gateway-port';
import { compareIntents, type Intent } from '../rules/intent';
import { join, NO_REGISTERS } from '../rules/join';
import type { IntentType, Registers } from '../rules/registers';
import { BareDevice } from './bare-device';
import { uuid } from './fake-world';
import { loseConnections } from './lost-connections';
import { ScriptedServer, type Fault } from './scripted-server';

const ACCOUNT = 'listener-a';
export const LECTURES = ['lecture-1', 'lecture-2'];
const BASE = 1_700_000_000_000;
export const TABS = 2;

/** What must come out, without stamps: the last action on each register in true time. */
export interface Model {
  readonly last: Map<string, string>;
  /** Whether this device has actions that no answer has confirmed. */
  unconfirmed: boolean;
  /** Whether the clock was set meanwhile. Then nobody can order these actions and those of other devices. */
  guessed: boolean;
  /** Whether another device acted since all actions of this device were confirmed. */
  disputed: boolean;
}

export class World {
  readonly server: ScriptedServer;
  readonly device: BareDevice;
  epochs = 1;
  others = 1;
  moves = 0;
  /** Answers that are still on their way. */
  readonly late: Array<{ readonly tab: number; readonly batch: Batch; readonly answer: SyncAnswer }> = [];
  /** The first completions that this device knew when the server lost them. */
  readonly firstCompletions = new Map<string, number>();

  constructor() {
    // True time advances with the steady clock, whatever the device's clock is set to.
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

/**
 * Nobody can order the actions of two devices within this time, because a burst on one of them runs ahead of
 * its clock.
 */
const APART_MS = 1_000;
/** An answer that takes this long does not anchor the clock (C11). */
const LONG_MS = 3_000;

export class SetFlag implements Command {
  constructor(
    readonly stepMs: number,
    readonly tab: number,
    readonly lectureId: string,
    readonly type: Exclude<IntentType, 'PROGRESS'>,
    readonly losing: boolean,
  ) {}
  check = () => true;
  async run(model: Model, { device }: World): Promise<void> {
    device.time.advance(this.stepMs);
    const writing = device
      .tab(this.tab)
      .eventRecorder.write(device.account, [{ kind: 'flag', lectureId: this.lectureId, type: this.type }]);
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

export class Move implements Command {
  constructor(
    readonly stepMs: number,
    readonly tab: number,
    readonly lectureId: string,
    readonly positionMs: number,
    readonly kind: 'keep' | 'offer',
  ) {}
  check = () => true;
  async run(model: Model, world: World): Promise<void> {
    const { device } = world;
    device.time.advance(this.stepMs);
    const { kind, lectureId } = this;
    // All positions differ, because a move to the same position would be no move.
    const positionMs = this.positionMs * 1_000 + world.moves++;
    const event = { kind, lectureId, positionMs, audioAssetId: 'asset' };
    await device.tab(this.tab).eventRecorder.write(device.account, [event]);
    note(model, lectureId, 'PROGRESS', String(positionMs));
    model.unconfirmed = true;
  }
  toString = () => `${this.kind} ${this.positionMs} of ${this.lectureId} in tab ${this.tab}`;
}

export class Elsewhere implements Command {
  constructor(
    readonly lectureId: string,
    readonly type: IntentType,
    readonly positionMs: number,
  ) {}
  check = (model: Readonly<Model>) => !model.guessed;
  run(model: Model, world: World): Promise<void> {
    const { device, server } = world;
    device.time.advance(APART_MS);
    const position =
      this.type === 'PROGRESS'
        ? { positionMs: this.positionMs, audioAssetId: 'asset' }
        : { positionMs: null, audioAssetId: null };
    const { type, lectureId } = this;
    server.elsewhere({ id: uuid(world.others++), type, lectureId, occurredAt: server.now(), ...position });
    note(model, lectureId, type, type === 'PROGRESS' ? String(this.positionMs) : type);
    model.disputed = true;
    device.time.advance(APART_MS);
    return Promise.resolve();
  }
  toString = () => `elsewhere ${this.type} of ${this.lectureId}`;
}

export class Sync implements Command {
  constructor(
    readonly stepMs: number,
    readonly tab: number,
    readonly faults: ReadonlyArray<Fault | null>,
  ) {}
  check = () => true;
  async run(model: Model, world: World): Promise<void> {
    world.device.time.advance(this.stepMs);
    world.server.faults.push(...this.faults);
    const { requests } = world.server;
    const before = requests.length;
    if (await world.sync(this.tab)) {
      model.unconfirmed = (await keptOnly(world)) > 0;
      model.guessed &&= model.unconfirmed;
      model.disputed &&= model.unconfirmed;
    }
    world.server.faults.splice(0);
    for (const { intents } of requests.slice(before)) {
      const moved = intents.filter(({ type }) => type === 'PROGRESS').map(({ lectureId }) => lectureId);
      expect(new Set(moved).size, 'C2: of a lecture one position is sent').toBe(moved.length);
    }
    const left = new Set(requests.flatMap(({ intents }) => intents.map(({ id }) => id)));
    const unmarked = (await world.device.entries()).filter(({ id, sent }) => left.has(id) && !sent);
    expect(unmarked, 'C2: what left is marked as sent').toEqual([]);
  }
  toString = () => `sync in tab ${this.tab} (${this.faults.join(', ')})`;
}

/** A tab sends a request and receives the answer much later. */
export class Ask implements Command {
  constructor(readonly tab: number) {}
  check = () => true;
  async run(_: Model, world: World): Promise<void> {
    const { device, server } = world;
    const { tab } = this;
    const batch = await device.tab(tab).exchange.take(device.account, { asksTimeFirst: true });
    if (batch !== null) {
      world.late.push({ tab, batch, answer: await server.sync(batch.request) });
    }
  }
  toString = () => `tab ${this.tab} asks`;
}

export class Hear implements Command {
  check = () => true;
  async run(_: Model, { device, late }: World): Promise<void> {
    const told = late.shift();
    if (told !== undefined) {
      device.time.advance(LONG_MS);
      const before = await device.entries();
      const corrected = await device.correctedIds();
      await device.tab(told.tab).exchange.apply(told.batch, told.answer);
      const left = new Set((await device.entries()).map(({ id }) => id));
      const anew = new Set((await device.correctedIds()).filter((id) => !corrected.includes(id)));
      const judged = new Set(told.answer.verdicts.map(({ intentId }) => intentId));
      const judgedMoves = before.filter(({ id, type }) => judged.has(id) && type === 'PROGRESS');
      const unjudged = before.filter(
        (entry) =>
          !left.has(entry.id) &&
          !judged.has(entry.id) &&
          !anew.has(entry.id) &&
          !judgedMoves.some((one) => one.lectureId === entry.lectureId && compareIntents(entry, one) < 0),
      );
      expect(unjudged, 'C2, R10: no entry goes without a word on it').toEqual([]);
    }
  }
  toString = () => 'is told late';
}

export class Restart implements Command {
  check = () => true;
  async run(_: Model, { device }: World): Promise<void> {
    await device.restart();
  }
  toString = () => 'restart';
}

/**
 * Actions under one setting of the clock that were not sent under it cannot be ordered with those of other
 * devices. They can be ordered with those of this device.
 */
export class SetClock implements Command {
  constructor(readonly byMs: number) {}
  check = (model: Readonly<Model>) => !(model.unconfirmed && model.disputed);
  run(model: Model, { device }: World): Promise<void> {
    device.time.at += this.byMs;
    model.guessed = model.unconfirmed;
    return Promise.resolve();
  }
  toString = () => `clock set by ${this.byMs}`;
}

/** After a restore this device knows the whole state, so that nobody loses anything (R13). */
export class RestoreServer implements Command {
  check = (model: Readonly<Model>) => !model.unconfirmed;
  async run(_: Model, world: World): Promise<void> {
    if (await world.sync(0)) {
      for (const lectureId of LECTURES) {
        const { firstCompletedAt } = world.server.state(lectureId) ?? NO_REGISTERS;
        if (firstCompletedAt !== null) {
          world.firstCompletions.set(lectureId, firstCompletedAt);
        }
      }
      world.server.restoreEmpty(`epoch-${++world.epochs}`);
    }
  }
  toString = () => 'restore';
}

function note(model: Model, lectureId: string, type: IntentType, value: string): void {
  model.last.set(registerName(lectureId, type), value);
}

function registerName(lectureId: string, type: IntentType): string {
  const intent: Intent = { id: uuid(1), type, lectureId, occurredAt: 1, positionMs: 1, audioAssetId: 'a' };
  const [name] = Object.entries(join(NO_REGISTERS, intent, 'd')).find(([, held]) => held !== null) ?? [];
  return `${lectureId} ${name ?? ''}`;
}

/** The registers in the form of the model. */
export function valuesOf(
  lectureId: string,
  { position, completion, favorite }: Registers,
): Record<string, string> {
  return {
    ...(position !== null && { [`${lectureId} position`]: String(position.positionMs) }),
    ...(completion !== null && {
      [`${lectureId} completion`]: completion.completed ? 'COMPLETED' : 'REOPENED',
    }),
    ...(favorite !== null && { [`${lectureId} favorite`]: favorite.favorite ? 'FAVORITED' : 'UNFAVORITED' }),
  };
}

/** Kept positions without an outbox entry. */
async function keptOnly({ device }: World): Promise<number> {
  const kept = await device
    .tab(0)
    .tables.transact(['locals'], 'read', (transaction) => transaction.table('locals').within([ACCOUNT]));
  return kept.filter(({ offered }) => !offered).length;
}
