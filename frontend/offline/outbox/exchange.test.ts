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
