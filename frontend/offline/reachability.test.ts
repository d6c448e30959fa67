import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from './core';
import type { Core } from './offline';
import { settled, task } from './testing/activity';
import { countedNetwork } from './testing/counted-network';
import { CoreHarness } from './testing/core-harness';

let device: CoreHarness;
/** What requests for files are answered with; null when nobody answers. */
let audio: () => Response | null;
let asked: string[];

beforeEach(() => {
  device = new CoreHarness();
  audio = () => new Response(null, { status: 200 });
  asked = [];
  const fetch = countedNetwork(async (url) => {
    asked.push(url);
    await task('a request for a file');
    const response = audio();
    if (response === null) {
      throw new TypeError('Failed to fetch');
    }
    return response;
  });
  device.world = { ...device.world, fetch };
});

/** A core whose last push failed. */
async function failing(how: () => void): Promise<Core> {
  const core = await device.signedIn();
  how();
  await core.setFlag('lecture-1', 'favorite', true);
  await settled();
  return core;
}

describe('what can be had from the network', () => {
  it.each<[string, () => void]>([
    ['fails for this account only', () => device.server.faults.push('unavailable')],
    [
      'is refused while the database restarts',
      () => device.server.refusing.set('sync', { status: 503, retryAfterSeconds: 1 }),
    ],
  ])('is not less because a push %s: audio answers', async (_, how) => {
    const core = await failing(how);
    expect(core.sync.get()).toMatchObject({ pending: 1, failing: true });
    expect(core.online.get()).toBe(true);
    core.play('lecture-2');
    expect(core.player.get()).toMatchObject({ state: 'loading', source: 'network' });
  });

  it('is asked of the app’s own manifest, never by a request for audio', async () => {
    await failing(() => device.server.faults.push('unavailable'));
    expect(asked).toEqual(['manifest.webmanifest']);
  });

  it('is nothing while requests for files are not answered either, and all again when one is', async () => {
    const core = await failing(() => {
      audio = () => null;
      device.server.reachable = false;
    });
    expect(core.online.get()).toBe(false);
    audio = () => new Response(null, { status: 404 });
    await core.download('lecture-1');
    await settled();
    expect(core.online.get()).toBe(true);
  });

  it('is all again at once when the browser says that there is a network, before the server was asked', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    expect(core.online.get()).toBe(false);
    device.server.reachable = false;
    device.world.network.set(true);
    expect(core.online.get()).toBe(true);
  });

  it('is not less because a download was paused in the midst of a request', async () => {
    let wasAborted = false;
    device.world = {
      ...device.world,
      fetch: (_, { signal }) =>
        new Promise((__, reject) => {
          signal?.addEventListener('abort', () => {
            wasAborted = true;
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
    };
    const core = await device.signedIn();
    await core.download('lecture-1');
    await settled();
    await core.pauseDownload('lecture-1');
    await settled();
    expect(wasAborted).toBe(true);
    expect(core.online.get()).toBe(true);
  });

  it('is asked in the same way without a catalogue', async () => {
    device.server.catalogue = {
      ...device.server.catalogue,
      lectures: [],
      assets: [],
      series: [],
      scholars: [],
    };
    device.server.refusing.set('session', { status: 503, retryAfterSeconds: 1 });
    const core = await openCore(device.world);
    await settled();
    expect(asked).toEqual(['manifest.webmanifest']);
    expect(core.online.get()).toBe(true);
  });
});
