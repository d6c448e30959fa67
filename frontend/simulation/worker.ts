import { sendDirectly } from '../gateway/direct';
import { BackgroundDrain } from '../offline/background/background-drain';
import { Changes } from '../offline/live/changes';
import { ClockWatch } from '../offline/clock/clock-watch';
import { Exchange } from '../offline/outbox/exchange';
import { EventRecorder } from '../offline/outbox/event-recorder';
import { Attempts } from '../offline/sync/attempts';
import { Drain } from '../offline/sync/drain';
import { whileOnline } from '../offline/sync/while-online';
import type { TrueClock } from './clock';
import { sentThrough } from './fetching';
import type { Life } from './life';
import type { Profile } from './profile';
import type { Seeded } from './seeded';
import type { NetworkSimulation } from './network-simulation';

/** What the service worker does when the browser wakes it: put together as `sw/sync.ts` does. */
export function drainInBackground(
  profile: Profile,
  life: Life,
  clock: TrueClock,
  simulation: NetworkSimulation<Profile>,
  chance: Seeded,
  hasPages: () => boolean,
): Promise<void> {
  const time = clock.asSeenBy(life, () => profile.skewMs);
  const tables = profile.disk.tablesOf(life);
  const changes = new Changes(profile.channelOf(life));
  const watch = new ClockWatch(time);
  const exchange = new Exchange(tables, changes, watch, time, chance, 'worker');
  const sync = sentThrough((sent) => simulation.send(profile, life, sent), sendDirectly);
  const network = { mayBeThere: () => profile.online };
  const drain = new Drain(exchange, whileOnline({ sync }, network), network, profile.locksOf(life));
  const eventRecorder = new EventRecorder(tables, changes, time, chance);
  const attempts = new Attempts(tables, time, chance);
  return new BackgroundDrain(
    ...([tables, changes, eventRecorder, exchange, drain, attempts, time] as const),
    () => Promise.resolve(hasPages()),
  ).run();
}
