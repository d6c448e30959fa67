import { Accounts } from './accounts/accounts';
import { Catalogue } from './catalogue/catalogue';
import { CatalogueSearch } from './catalogue/search';
import { Changes } from './live/changes';
import { ClockWatch } from './clock/clock-watch';
import { Downloads } from './downloads/downloads';
import { AudioSource } from './downloads/fetch-chunk';
import { followChanges } from './following';
import type { Offline } from './index';
import { Journal } from './journal/journal';
import { LiveValue } from './live/live';
import { WriteQueue } from './outbox/write-queue';
import { Exchange } from './outbox/exchange';
import { EventRecorder } from './outbox/event-recorder';
import { forwarded } from './player-commands';
import { createPlayback } from './create-playback';
import { hasMembers } from './live/same-members';
import { ProgressStore } from './progress-store';
import { flagType } from './rules/registers';
import { Attempts } from './sync/attempts';
import { Drain } from './sync/drain';
import { Synchronizer } from './sync/synchronizer';
import type { SignInProblem, SyncView } from './types';
import { whileOnline } from './sync/while-online';
import type { World } from './world';

/**
 * The running core: the parts, put together over one world. Resolves when local state can be read.
 *
 * @param language that titles are shown in from the start; null for their sources'
 */
export async function openCore(
  world: World,
  language: string | null = null,
): Promise<Omit<Offline, 'start' | 'update' | 'applyUpdate'>> {
  const { time, chance, network, locks, tables, page, background, onFault } = world;
  const gateway = whileOnline(world.gateway, network);
  const changes = new Changes(world.channel);
  const watch = new ClockWatch(time);
  const accounts = new Accounts(tables, changes, gateway, watch, time, chance);
  const catalogue = new Catalogue(tables, changes, gateway);
  if (language !== null) {
    catalogue.showIn(language);
  }
  const progressStore = new ProgressStore(tables, catalogue.known, chance, changes, onFault);
  const eventRecorder = new EventRecorder(tables, changes, time, chance);
  const writeQueue = new WriteQueue(
    async (account, done, at) => {
      await eventRecorder.write(account, done, at);
      await progressStore.settled();
    },
    time,
    onFault,
  );
  /** C3. What the storage does not take now must keep nobody from listening: it is offered when it does. */
  const offerKept = (account: string) => {
    writeQueue.writeInTurn(account, () => eventRecorder.offerKept(account)).catch(onFault);
    return writeQueue.written();
  };
  const exchange = new Exchange(tables, changes, watch, time, chance);
  const drain = new Drain(exchange, gateway, network, locks, () => !page.isVisible());
  const journal = new Journal(tables, time);
  const attempts = new Attempts(tables, time, chance);
  const synchronizer = new Synchronizer(
    ...([accounts, catalogue, drain, attempts, network, page, time, onFault] as const),
    () => {
      if (accounts.maySend() && progressStore.pending.get() > 0) {
        background.wakeOnceOnline();
      }
    },
  );
  const source = new AudioSource(world.fetch, time);
  const downloads = new Downloads(
    ...([world.chunks, source, network, locks, world.space, time, chance, changes, onFault] as const),
  );
  const playback = createPlayback(
    world,
    changes,
    accounts,
    catalogue,
    progressStore,
    downloads,
    writeQueue,
    synchronizer.online,
  );
  const { player } = playback;
  /** Also for an account that signed in before the browser could do it, or whose wish the browser forgot. */
  const wakePeriodically = () => {
    if (accounts.maySend()) {
      background.wakePeriodically();
    }
  };

  await accounts.load();
  wakePeriodically();
  await offerKept(accounts.current());
  await catalogue.load();
  await progressStore.load(accounts.current());
  if (world.keeps) {
    // A store of audio that does not open must not keep the rest of the app from starting.
    await downloads.start().catch(onFault);
  }
  await playback.open(accounts.current());

  const lookAgain = () => (world.keeps ? downloads.lookAgain() : Promise.resolve());
  followChanges(
    ...([world, changes, accounts, catalogue, progressStore, offerKept, lookAgain] as const),
    ...([writeQueue, playback, synchronizer] as const),
  );
  const signing = async (signIn: () => Promise<SignInProblem | null>) => {
    const problem = await signIn();
    if (problem === null) {
      wakePeriodically();
      synchronizer.wake('manual').catch(onFault);
    }
    return problem;
  };
  synchronizer.wake('start').catch(onFault);

  return {
    catalogue: catalogue.view,
    listening: progressStore.view,
    downloads: downloads.view,
    storage: downloads.storage,
    player: player.view,
    upNext: playback.upNext.view,
    sleep: playback.sleep.view,
    seekUndo: playback.seekUndo.view,
    otherDevicePosition: playback.otherDevicePosition.view,
    playback: playback.preferences.view,
    account: accounts.view,
    sync: syncView(accounts, progressStore, synchronizer),
    online: synchronizer.online,
    storageProblem: world.storageProblem,
    showIn: (language) => {
      catalogue.showIn(language);
    },
    search: new CatalogueSearch(catalogue.view, time).search,

    ...forwarded(() => playback),

    setFlag: (lectureId, flag, on) =>
      writeQueue.write(accounts.current(), [{ kind: 'flag', lectureId, type: flagType(flag, on) }]),

    download: async (lectureId) => {
      const asset = catalogue.known.get().assets.get(lectureId);
      if (asset !== undefined && world.keeps) {
        await downloads.download(asset);
      }
    },
    pauseDownload: (lectureId) => downloads.pause(lectureId),
    resumeDownload: (lectureId) => downloads.resume(lectureId),
    cancelDownload: (lectureId) => downloads.cancel(lectureId),
    removeDownload: (lectureId) => downloads.remove(lectureId),

    signUp: (name, password) => signing(() => accounts.signUp(name, password)),
    signIn: (name, password) => signing(() => accounts.signIn(name, password)),
    signOut: async () => {
      playback.close();
      await accounts.signOut();
      synchronizer.wake('manual').catch(onFault);
    },
    forgetAccount: async (withDownloads) => {
      const account = accounts.current();
      playback.close();
      await writeQueue.written();
      await accounts.forget(account);
      if (withDownloads) {
        for (const lectureId of downloads.view.get().keys()) {
          await downloads.remove(lectureId);
        }
      }
      synchronizer.wake('manual').catch(onFault);
    },
    journal: () => journal.read(accounts.current()),
    exportJournal: () => journal.export(accounts.current()),
    keepGuestProgress: (keep) => accounts.keepGuestProgress(keep),
    refresh: () => synchronizer.wake('manual'),
  };
}

function syncView(
  accounts: Accounts,
  progressStore: ProgressStore,
  synchronizer: Synchronizer,
): LiveValue<SyncView> {
  const now = (): SyncView => ({
    pending: progressStore.pending.get(),
    running: synchronizer.running.get(),
    lastSuccessAt: accounts.row.get()?.lastSuccessAt ?? null,
    rejected: accounts.row.get()?.rejected ?? 0,
  });
  const view = new LiveValue(now());
  for (const part of [progressStore.pending, synchronizer.running, accounts.row]) {
    part.subscribe(() => {
      const next = now();
      if (!hasMembers(view.get(), next)) {
        view.set(next);
      }
    });
  }
  return view;
}
