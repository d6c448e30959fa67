import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('a guest whose clock goes wrong', () => {
  it('C9, R8: has the stamps corrected when an account adopts the progress', async () => {
    const core = await openCore(device.world);
    await settled();
    device.world.network.set(false);
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    device.world.time.advance(60_000);
    await core.setFlag('lecture-1', 'completion', true);
    const doneAt = trueNow();
    device.world.time.advance(60_000);
    device.world.network.set(true);
    await core.signIn('a', 'password');
    await settled();
    await core.keepGuestProgress(true);
    await settled();
    expect(device.server.state('lecture-1')?.completion?.occurredAt).toBe(doneAt);
  });

  it('C9, R8: has a new action ordered after an earlier one by a clock that was ahead, also after a correction for an account', async () => {
    const guest = await openCore(device.world);
    await settled();
    device.world.network.set(false);
    device.world.time.at += 24 * HOUR_MS;
    await guest.setFlag('lecture-1', 'favorite', true);
    device.world.time.at -= 24 * HOUR_MS;
    device.world.network.set(true);
    await guest.signIn('a', 'password');
    await guest.keepGuestProgress(false);
    await guest.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(guest.sync.get().pending).toBe(0);
    await guest.signOut();
    await settled();
    expect(guest.listening.get().get('lecture-1')?.favorite).toBe(true);
    await guest.setFlag('lecture-1', 'favorite', false);
    expect(guest.listening.get().get('lecture-1')?.favorite).toBe(false);
  });
});
