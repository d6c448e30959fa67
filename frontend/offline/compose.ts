/**
 * The one composition of the core. The page, the worker that drains the outbox without a page, and the
 * simulated devices of a storm use it, each with its own world.
 */
import { Accounts } from './accounts/accounts';
import type { CurrentSession } from './accounts/current-session';
import { BackgroundDrain } from './background/background-drain';
import { Catalogue } from './catalogue/catalogue';
import { ClockWatch } from './clock/clock-watch';
import { createPlayback, type CreatedPlayback } from './create-playback';
import { Downloads } from './downloads/downloads';
import { AudioSource } from './downloads/transfer/fetch-chunk';
import { Journal } from './journal/journal';
import { Changes } from './live/changes';
import { EventRecorder } from './outbox/event-recorder';
import { Exchange } from './outbox/exchange';
import { WriteQueue } from './outbox/write-queue';
import type { Gateway } from './gateway-port';
import type { Locks, Network, RandomSource, Time } from './ports';
import { ProgressStore } from './progress-store';
import { Reachability } from './reachability';
import type { Drainer } from './storage/schema';
import type { Tables } from './storage/tables';
import { Attempts } from './sync/attempts';
import { Drain } from './sync/drain';
import { Synchronizer } from './sync/synchronizer';
import { whileOnline } from './sync/while-online';
import type { World } from './world';

/** What writing and sending an account's outbox needs from the world. */
export interface OutboxWorld {
  readonly time: Time;
  readonly random: RandomSource;
  readonly network: Pick<Network, 'mayBeThere'>;
  readonly locks: Locks;
  readonly gateway: Pick<Gateway, 'sync'>;
  readonly tables: Tables;
  readonly changes: Changes;
}

/** The parts that write and send the outbox of any account on this device. */
export interface OutboxParts {
  readonly watch: ClockWatch;
  readonly eventRecorder: EventRecorder;
  readonly exchange: Exchange;
  readonly drain: Drain;
  readonly attempts: Attempts;
}

/**
 * @param isLeaving whether whoever sends may be gone before the answer is there; never, by default
 * @param onAnswered is told when the server answers
 */
export function composeOutbox(
  { time, random, network, locks, gateway, tables, changes }: OutboxWorld,
  drainer: Drainer,
  isLeaving?: () => boolean,
  onAnswered?: () => void,
): OutboxParts {
  const watch = new ClockWatch(time, random);
  const exchange = new Exchange(tables, changes, watch, time, random, drainer);
  return {
    watch,
    exchange,
    eventRecorder: new EventRecorder(tables, changes, watch, random),
    drain: new Drain(exchange, whileOnline(gateway, network, onAnswered), network, locks, isLeaving),
    attempts: new Attempts(tables, time, random),
  };
}

/**
 * What the worker runs when the browser wakes it.
 *
 * @param hasPages whether a page of the app lives
 */
export function composeBackgroundDrain(
  world: OutboxWorld,
  hasPages: () => Promise<boolean>,
): BackgroundDrain {
  return new BackgroundDrain({ ...world, ...composeOutbox(world, 'worker'), hasPages });
}

/** The parts of a page's core. */
export interface CoreParts extends OutboxParts {
  /** Makes no call while there is no network. */
  readonly gateway: Gateway;
  readonly changes: Changes;
  readonly session: CurrentSession;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly progressStore: ProgressStore;
  readonly writeQueue: WriteQueue;
  readonly journal: Journal;
  readonly synchronizer: Synchronizer;
  readonly reachability: Reachability;
  readonly downloads: Downloads;
  readonly playback: CreatedPlayback;
}

/**
 * The app's manifest. It comes from where audio comes from, and needs no database. A recording is not asked for: what
 * plays from the device causes no request for audio.
 */
const ALWAYS_SERVED = 'manifest.webmanifest';

/**
 * Creates the core of a page. The current session is read first, because every other part follows it from its
 * start.
 */
export async function composeCore(world: World): Promise<CoreParts> {
  const { time, random, network, tables, page, background, onFault } = world;
  const reachability = new Reachability({
    ...{ network, onFault },
    ask: async () => (await audioSource.status(ALWAYS_SERVED)) !== null,
  });
  const onAnswered = () => {
    reachability.answered();
  };
  const audioSource = new AudioSource(world.fetch, time, undefined, {
    answered: onAnswered,
    unanswered: () => {
      reachability.unanswered();
    },
  });
  const gateway = whileOnline(world.gateway, network, onAnswered);
  const changes = new Changes(world.channel);
  const outbox = composeOutbox({ ...world, changes }, 'page', () => !page.isVisible(), onAnswered);
  const { eventRecorder, watch, drain, attempts } = outbox;
  const accounts = new Accounts(tables, changes, gateway, watch, time, random);
  await accounts.load();
  const { session } = accounts;
  const catalogue = new Catalogue(tables, changes, gateway, time, onFault);
  const progressStore = new ProgressStore({ ...world, changes, session, catalogue: catalogue.known });
  const writeQueue = new WriteQueue(
    async (account, events, at) => {
      await eventRecorder.write(account, events, at);
      await progressStore.settled();
    },
    () => watch.read(),
    time,
    onFault,
  );
  const synchronizer = new Synchronizer({
    ...{ session, accounts, catalogue, drain, attempts, network, page, time, reachability, onFault },
    onUnsent: () => {
      if (session.maySend() && progressStore.pending.get() > 0) {
        background.wakeOnceOnline();
      }
    },
  });
  const downloads = new Downloads({
    ...world,
    changes,
    store: world.chunks,
    source: audioSource,
  });
  const parts = { changes, session, catalogue, progressStore, downloads, writeQueue };
  const playback = createPlayback(world, { ...parts, reachability, audioSource });
  return {
    ...{ ...outbox, ...parts, gateway, accounts, synchronizer, reachability, playback },
    journal: new Journal(tables, time),
  };
}
