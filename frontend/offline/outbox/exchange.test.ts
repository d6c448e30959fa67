import 'fake-indexeddb/auto';
import { assert, expect, it } from 'vitest';
import { BareDevice } from '../testing/bare-device';
import { ScriptedServer } from '../testing/scripted-server';

it('R7: an entry for an unknown lecture is offered again when the catalogue changed during the push', async () => {
  const server = new ScriptedServer(() => bare.time.at);
  const bare: BareDevice = await new BareDevice(server, 'listener-a').opened(2);
  server.signedIn = { listenerId: 'listener-a', name: 'a' };
  server.unknownLectures.add('lecture-1');
  const { eventRecorder, exchange } = bare.tab(0);
  await eventRecorder.write('listener-a', [{ kind: 'flag', lectureId: 'lecture-1', type: 'FAVORITED' }]);
  const batch = await exchange.take('listener-a');
  assert(batch !== null);
  const answer = await server.sync(batch.request);
  // Another tab loaded a newer catalogue meanwhile.
  server.unknownLectures.clear();
  await bare
    .tab(1)
    .tables.transact(['settings'], 'write', (transaction) =>
      transaction.table('settings').put({ name: 'catalogue', cursor: 2, epoch: 'epoch-1' }),
    );
  await exchange.apply(batch, answer);
  expect(await exchange.hasOffers('listener-a')).toBe(true);
});

it('C2.3, R8.5: an answer that was long on its way does not take what was sent meanwhile for refused', async () => {
  const server = new ScriptedServer(() => bare.time.at);
  const bare: BareDevice = await new BareDevice(server, 'listener-a').opened(2);
  server.signedIn = { listenerId: 'listener-a', name: 'a' };
  const early = await bare.tab(0).exchange.take('listener-a');
  assert(early !== null);
  const answer = await server.sync(early.request);
  bare.time.advance(10 * 60_000);
  const { eventRecorder, exchange } = bare.tab(1);
  await eventRecorder.write('listener-a', [{ kind: 'flag', lectureId: 'lecture-1', type: 'FAVORITED' }]);
  const late = await exchange.take('listener-a');
  const [sent] = await bare.entries();
  expect(late?.request.intents).toHaveLength(1);
  await bare.tab(0).exchange.apply(early, answer);
  expect(await bare.entries()).toEqual([sent]);
});
