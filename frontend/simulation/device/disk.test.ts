import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { settled } from '../../offline/testing/activity';
import { Disk, type Commit } from './disk';
import { Lifetime } from './lifetime';
import { PendingWork } from './pending-work';

const DAY_MS = 86_400_000;

function diskAt(clock: { at: number }, pendingWork: PendingWork): { disk: Disk; commits: Commit[] } {
  const commits: Commit[] = [];
  const disk = new Disk(
    ...(['slept-through', pendingWork, () => clock.at] as const),
    (commit) => commits.push(commit),
    () => undefined,
  );
  return { disk, commits };
}

/** Writes while everything sleeps for a day: before or after the writing itself. */
async function writeAndSleep(sleeps: 'before' | 'after'): Promise<Commit[]> {
  const clock = { at: 1_000 };
  const pendingWork = new PendingWork();
  const { disk, commits } = diskAt(clock, pendingWork);
  const sleep = () => {
    pendingWork.timePasses(clock.at);
    clock.at += DAY_MS;
  };
  const tables = disk.tablesOf(new Lifetime(() => undefined));
  await tables.transact(['settings'], 'durable-write', async (transaction) => {
    if (sleeps === 'before') {
      sleep();
    }
    const putting = transaction.table('settings').put({ name: 'device', deviceId: 'a' });
    if (sleeps === 'after') {
      sleep();
    }
    await putting;
  });
  await settled();
  pendingWork.turnPassed();
  await tables.transact(['settings'], 'durable-write', (transaction) =>
    transaction.table('settings').put({ name: 'device', deviceId: 'b' }),
  );
  disk.close();
  return commits;
}

it('a write has the time at which it was made, however late its transaction ends', async () => {
  const commits = await writeAndSleep('after');
  expect(commits[0]?.changes).toMatchObject([{ at: 1_000, since: 1_000 }]);
});

it('a write after a sleep may belong to an earlier act, and the next write may not', async () => {
  const commits = await writeAndSleep('before');
  expect(commits.map(({ changes }) => changes)).toMatchObject([
    [{ at: 1_000 + DAY_MS, since: 1_000 }],
    [{ at: 1_000 + DAY_MS, since: 1_000 + DAY_MS }],
  ]);
});
