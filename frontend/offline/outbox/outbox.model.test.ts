import 'fake-indexeddb/auto';
import fc from 'fast-check';
import '../testing/same-histories';
import { expect, it } from 'vitest';
import { NO_REGISTERS } from '../rules/join';
import type { IntentType } from '../rules/registers';
import { watchConnections } from '../testing/lost-connections';
import {
  Ask,
  Elsewhere,
  Hear,
  LECTURES,
  Move,
  Restart,
  RestoreServer,
  SetClock,
  SetFlag,
  Sync,
  TABS,
  valuesOf,
  World,
  type Model,
} from '../testing/outbox-model';
import type { Fault } from '../testing/scripted-server';

/**
 * Tests the outbox, its clock and its drain against a model that knows no stamps: of all actions on a
 * register by any device, the last one in true time must win everywhere. Meanwhile tabs are killed,
 * connections are lost, requests and answers are lost or overtaken, the device's clock is set, and the server
 * is restored. Many actions happen within one millisecond, and later ids are smaller, so only the clock can
 * order them.
 */

watchConnections();

/** The time that passes before an event. */
const steps = fc.constantFrom(0, 0, 1, 1_000);
/** Mostly the same lecture, because conflicts are what matters. */
const lectures = fc.constantFrom('lecture-1', 'lecture-1', 'lecture-1', ...LECTURES);
const tabs = fc.nat({ max: TABS - 1 });
const positions = fc.integer({ min: 1, max: 1_000 }).map((n) => n * 1_000);
const flagTypes = fc.constantFrom<Exclude<IntentType, 'PROGRESS'>>(
  ...(['COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED'] as const),
);
const types = fc.constantFrom<IntentType>('PROGRESS', 'COMPLETED', 'REOPENED', 'FAVORITED', 'UNFAVORITED');
const faults = fc.array(fc.constantFrom<Fault | null>('lost', 'unavailable', 'unauthorised', null), {
  maxLength: 2,
});
const jumps = fc.constantFrom(-36_000_000, -120_000, 60_000, 200_000, 36_000_000);

const commands = fc.commands(
  [
    fc.tuple(steps, tabs, lectures, flagTypes, fc.boolean()).map((all) => new SetFlag(...all)),
    fc
      .tuple(steps, tabs, lectures, positions, fc.constantFrom('keep' as const, 'offer' as const))
      .map((all) => new Move(...all)),
    fc.tuple(lectures, types, positions).map((all) => new Elsewhere(...all)),
    fc.tuple(steps, tabs, faults).map((all) => new Sync(...all)),
    // Twice as often as the others, because a late answer needs an earlier request.
    tabs.map((tab) => new Ask(tab)),
    tabs.map((tab) => new Ask(tab)),
    fc.constant(new Hear()),
    fc.constant(new Hear()),
    fc.constant(new Restart()),
    jumps.map((byMs) => new SetClock(byMs)),
    fc.constant(new RestoreServer()),
  ],
  { maxCommands: 40, size: 'max' },
);

it('C1, C2, C6, C7, C9, C11, R8, R13: all devices end with the action that was last in true time, and nothing is pending', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (all) => {
      const world = new World();
      await world.device.opened(TABS);
      const model: Model = { last: new Map(), unconfirmed: false, guessed: false, disputed: false };
      await fc.asyncModelRun(() => ({ model, real: world }), all);

      await world.device.restart();
      await world.sync(0);
      expect(await world.sync(0)).toBe(true);
      expect(await world.device.pending()).toBe(0);
      for (const [lectureId, at] of world.firstCompletions) {
        const first = world.server.state(lectureId)?.firstCompletedAt;
        expect(first, 'R13: the first completion').toBeLessThanOrEqual(at);
      }
      const expected = Object.fromEntries(model.last);
      const there = LECTURES.map((id) => valuesOf(id, world.server.state(id) ?? NO_REGISTERS));
      expect(Object.assign({}, ...there), 'on the server').toEqual(expected);
      const here = await Promise.all(
        LECTURES.map(async (id) => valuesOf(id, await world.device.registers(id))),
      );
      expect(Object.assign({}, ...here), 'on the device').toEqual(expected);
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
});
