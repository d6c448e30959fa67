import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { Disk, type Commit } from './disk';
import { Life } from './life';
import { Pace, turn } from './pace';

it('what is written is of the moment in which it was, however late the transaction ends', async () => {
  const clock = { at: 1_000 };
  const commits: Commit[] = [];
  const disk = new Disk(
    'slept-through',
    new Pace(),
    () => clock.at,
    (commit) => commits.push(commit),
    () => undefined,
  );
  const writing = disk
    .tablesOf(new Life(() => undefined))
    .transact(['settings'], 'durable-write', (transaction) => {
      const putting = transaction.table('settings').put({ name: 'device', deviceId: 'a' });
      clock.at += 86_400_000;
      return putting;
    });
  await Promise.all([writing, turn()]);
  expect(commits.flatMap(({ changes }) => changes)).toMatchObject([{ kind: 'put', at: 1_000 }]);
  disk.close();
});
