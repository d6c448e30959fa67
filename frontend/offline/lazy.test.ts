import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openCore } from './core';
import { lazyOffline } from './lazy';
import { LiveValue } from './live/live';
import { settled } from './testing/activity';
import { fakeWorld, type FakeWorld } from './testing/fake-world';
import { ScriptedServer } from './testing/scripted-server';

it('playback settings that are chosen before the core runs are stored once it runs', async () => {
  const server = new ScriptedServer(() => world.time.at);
  const world: FakeWorld = fakeWorld(server);
  const offline = lazyOffline(new LiveValue(null), async () => ({
    ...(await openCore(world)),
    ...{ update: new LiveValue(false), applyUpdate: () => undefined },
  }));
  offline.setPlayback({ rate: 2 });
  offline.setPlayback({ autoPlay: false });
  await offline.start();
  await settled();
  expect(offline.playback.get()).toMatchObject({ rate: 2, autoPlay: false });
  expect(world.faults).toEqual([]);
});

it('a start that failed can be repeated', async () => {
  const world = fakeWorld(new ScriptedServer(() => world.time.at));
  let fails = 1;
  const offline = lazyOffline(new LiveValue(null), async () => {
    if (fails-- > 0) {
      throw new TypeError('Failed to fetch dynamically imported module');
    }
    return {
      ...(await openCore(world)),
      ...{ update: new LiveValue(false), applyUpdate: () => undefined },
    };
  });
  await expect(offline.start()).rejects.toThrow();
  await offline.start();
  expect(offline.catalogue.get().state).not.toBe('loading');
});
