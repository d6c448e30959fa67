import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from './core';
import type { StorageQuota } from './ports';
import { settled } from './testing/activity';
import { CoreHarness } from './testing/core-harness';

let device: CoreHarness;
let asked: number;
let persisted: boolean;

/** A browser that keeps nothing for sure until it says yes. */
function browser(given: Partial<StorageQuota> = {}): void {
  device.world = {
    ...device.world,
    space: {
      ...device.world.space,
      isPersisted: () => Promise.resolve(persisted),
      persist: () => {
        asked++;
        return Promise.resolve(persisted);
      },
      ...given,
    },
  };
}

beforeEach(() => {
  device = new CoreHarness();
  asked = 0;
  persisted = false;
});

describe('keeping what is stored', () => {
  it('is asked for at each start, after installing, after a sign-in and with a download', async () => {
    browser();
    const core = await openCore(device.world);
    await settled();
    expect(asked).toBe(1);
    device.world.page.install();
    await settled();
    expect(asked).toBe(2);
    await core.signIn('a', 'password');
    await settled();
    expect(asked).toBe(3);
    await core.download('lecture-1');
    await settled();
    expect(asked).toBe(4);
  });

  it('is asked for no more once the browser does', async () => {
    browser();
    persisted = true;
    const core = await openCore(device.world);
    await core.download('lecture-1');
    await settled();
    expect(asked).toBe(0);
    expect(core.storage.get().persisted).toBe(true);
  });

  it('asks a listener, where the browser would, only after an own act, and once', async () => {
    browser({ asksListener: true });
    const core = await openCore(device.world);
    await settled();
    expect(asked).toBe(0);
    await core.signIn('a', 'password');
    await core.download('lecture-1');
    await settled();
    expect(asked).toBe(1);
  });

  it('keeps nobody from the app when the browser fails to answer', async () => {
    const refusal = new TypeError('no answer');
    browser({ persist: () => Promise.reject(refusal) });
    await openCore(device.world);
    await settled();
    expect(device.world.faults).toEqual([refusal]);
  });
});
