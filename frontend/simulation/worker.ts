import { gateway } from '../gateway';
import { composeBackgroundDrain } from '../offline/compose';
import { Changes } from '../offline/live/changes';
import type { TrueClock } from './clock';
import { sentThrough } from './fetching';
import type { Life } from './life';
import type { Profile } from './profile';
import type { Seeded } from './seeded';
import type { NetworkSimulation } from './network-simulation';

/** What the service worker does when the browser wakes it, over the storm's world. */
export function drainInBackground(
  profile: Profile,
  life: Life,
  clock: TrueClock,
  simulation: NetworkSimulation<Profile>,
  chance: Seeded,
  hasPages: () => boolean,
): Promise<void> {
  const world = {
    time: clock.asSeenBy(life, () => profile.skewMs, profile.plan.stopsAsleep),
    chance,
    network: { mayBeThere: () => profile.online },
    locks: profile.locksOf(life),
    gateway: { sync: sentThrough((sent) => simulation.send(profile, life, sent), gateway.sync) },
    tables: profile.disk.tablesOf(life),
    changes: new Changes(profile.channelOf(life)),
  };
  return composeBackgroundDrain(world, () => Promise.resolve(hasPages())).run();
}
