import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FlagType } from '../rules/registers';
import { BareDevice } from '../testing/bare-device';
import { ScriptedServer } from '../testing/scripted-server';
import type { ListeningEvent } from './listening-event';

const ACCOUNT = 'listener-a';
const HOUR_MS = 3_600_000;
const lectureId = 'lecture-1';

const move = (positionMs: number): ListeningEvent => ({
  kind: 'offer',
  lectureId,
  positionMs,
  audioAssetId: 'asset',
});
const flag = (type: FlagType): ListeningEvent => ({ kind: 'flag', lectureId, type });

let device: BareDevice;

beforeEach(async () => {
  const server: ScriptedServer = new ScriptedServer(() => device.time.at);
  server.signedIn = { listenerId: ACCOUNT, name: 'a' };
  device = await new BareDevice(server, ACCOUNT, 1_000).opened(2);
});

/**
 * A page makes the first change and is put aside before it is stored. Another page makes the second one an
 * hour later.
 */
async function inTurn(aside: ListeningEvent, next: ListeningEvent, confirmed: boolean): Promise<void> {
  const at = device.time.read();
  device.time.advance(HOUR_MS);
  await device.tab(1).eventRecorder.write(ACCOUNT, [next]);
  if (confirmed) {
    expect(await device.drain(1)).toBe('done');
    expect(await device.pending()).toBe(0);
  }
  device.time.advance(60_000);
  await device.tab(0).eventRecorder.write(ACCOUNT, [aside], at);
}

describe('an action that waited for storage', () => {
  it.each([false, true])(
    'C3: a position does not overwrite a position that another page wrote meanwhile (confirmed: %s)',
    async (confirmed) => {
      await inTurn(move(100_000), move(2_000_000), confirmed);
      expect((await device.registers(lectureId)).position?.positionMs).toBe(2_000_000);
    },
  );

  it.each([false, true])(
    'C1: a favorite does not overwrite what another page chose meanwhile (confirmed: %s)',
    async (confirmed) => {
      await inTurn(flag('FAVORITED'), flag('UNFAVORITED'), confirmed);
      expect((await device.registers(lectureId)).favorite?.favorite).toBe(false);
    },
  );

  it('C1: is written when no later action of its kind was stored', async () => {
    await device.tab(1).eventRecorder.write(ACCOUNT, [flag('UNFAVORITED'), move(50_000)]);
    device.time.advance(1_000);
    await inTurn(flag('FAVORITED'), flag('COMPLETED'), true);
    await inTurn(move(100_000), flag('REOPENED'), true);
    expect(await device.registers(lectureId)).toMatchObject({
      favorite: { favorite: true },
      position: { positionMs: 100_000 },
    });
  });
});
