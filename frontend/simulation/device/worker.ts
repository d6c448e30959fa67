import { gateway } from '../../gateway';
import { composeBackgroundDrain } from '../../offline/compose';
import { Changes } from '../../offline/live/changes';
import type { TrueClock } from './clock';
import { sentThrough } from './fetching';
import type { Lifetime } from './lifetime';
import type { Profile } from './profile';
import type { Seeded } from '../seeded';
import type { NetworkSimulation } from './network-simulation';

/** The service worker's work when the browser wakes it, in the storm's world. */
export function drainInBackground(
  profile: Profile,
  lifetime: Lifetime,
  clock: TrueClock,
  simulation: NetworkSimulation<Profile>,
  random: Seeded,
  hasPages: () => boolean,
): Promise<void> {
  const world = {
    time: clock.asSeenBy(lifetime, () => profile.skewMs, profile.plan.stopsAsleep),
    random,
    network: { mayBeThere: () => profile.online },
    locks: profile.locksOf(lifetime),
    gateway: { sync: sentThrough((sent) => simulation.send(profile, lifetime, sent), gateway.sync) },
    tables: profile.disk.tablesOf(lifetime),
    changes: new Changes(profile.channelOf(lifetime)),
  };
  return composeBackgroundDrain(world, () => Promise.resolve(hasPages())).run();
}
