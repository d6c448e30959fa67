import { CurrentSession } from 'Frontend/offline/accounts/current-session';
import { Catalogue } from 'Frontend/offline/catalogue/catalogue';
import { Changes } from 'Frontend/offline/live/changes';
import { gateway } from 'Frontend/gateway/index';
import { ProgressStore } from 'Frontend/offline/progress-store';
import { DATABASE_NAME } from 'Frontend/offline/storage/schema';
import { readPlayer } from 'Frontend/offline/storage/settings';
import { getAll, openBare } from './bare';
import { openWorld } from './world';

export interface Read {
  readonly core: number[];
  readonly bare: number[];
  readonly lectures: number;
  readonly progress: number;
}

/** What Home does not need is read after the measurement. */
const later = { after: () => () => undefined };

/** Everything that Home shows, read by the core, and the same rows by `getAll`, in turn. */
export async function readHome(account: string, rounds: number): Promise<Read> {
  const { tables, channel, random, onFault } = await openWorld();
  const database = await openBare(DATABASE_NAME, null);
  const session = new CurrentSession();
  session.update({ name: 'session', account, expired: false, signOutOwed: false });
  const core: number[] = [];
  const bare: number[] = [];
  let lectures = 0;
  let progress = 0;
  for (let i = 0; i < rounds; i++) {
    const changes = new Changes(channel);
    const catalogue = new Catalogue(tables, changes, gateway, later, onFault);
    const progressStore = new ProgressStore({
      ...{ session, tables, random, changes, onFault },
      catalogue: catalogue.known,
    });
    const begun = performance.now();
    await catalogue.load();
    await progressStore.load();
    await tables.transact(['settings'], 'read', readPlayer);
    core.push(performance.now() - begun);
    lectures = catalogue.view.get().lectures.size;
    progress = progressStore.view.get().size;

    const bareBegun = performance.now();
    await getAll(database, ['catalogue', 'states', 'locals', 'outbox', 'settings']);
    bare.push(performance.now() - bareBegun);
  }
  database.close();
  return { core, bare, lectures, progress };
}
