import { SearchOnDemand } from './catalogue/search-on-demand';
import { wantedFirst } from './catalogue/wanted-first';
import { playerCommandsOf } from './commands';
import { composeCore, type CoreParts } from './compose';
import { followChanges } from './following';
import { LiveValue } from './live/live';
import { hasMembers } from './live/same-members';
import { accountSettingsOf, deleteAccount } from './accounts/account-settings';
import type { Core } from './offline';
import { flagType } from './rules/registers';
import type { SignInProblem, SyncView } from './types';
import type { World } from './world';

/** The longest wait for a server before something ends that the listener wants ended. */
const FLUSH_MS = 5_000;

/** More of the queue than fits on a screen. */
const QUEUE_SHOWN = 12;

/**
 * Starts the core over one world and returns what views see. Resolves when local state can be read.
 *
 * @param language of titles from the start; null for the language of each source
 */
export async function openCore(world: World, language: string | null = null): Promise<Core> {
  const { time, background, onFault } = world;
  const parts = await composeCore(world);
  const { session, accounts, catalogue, progressStore, eventRecorder, writeQueue } = parts;
  const { journal, synchronizer, downloads } = parts;
  const { playback, player } = parts.playback;
  if (language !== null) {
    catalogue.showIn(language);
  }
  /** C3. A full storage must not prevent listening. What it refuses now is offered later. */
  const offerKept = (account: string) => {
    writeQueue.writeInTurn(account, () => eventRecorder.offerKept(account)).catch(onFault);
    return writeQueue.written();
  };
  /** Also for an account that signed in before the browser supported it, or whose request the browser forgot. */
  const wakePeriodically = () => {
    if (session.maySend()) {
      background.wakePeriodically();
    }
  };

  const askToPersist = (byListener: boolean) => {
    downloads.askToPersist(byListener).catch(onFault);
  };

  const flush = async () => {
    await writeQueue.written();
    await within(time, FLUSH_MS, synchronizer.wake('manual').catch(onFault));
    await progressStore.settled();
    return progressStore.pending.get();
  };

  wakePeriodically();
  // Each waits for the storage more than it works, so they are read at the same time.
  await Promise.all([
    offerKept(session.account).then(() => progressStore.load()),
    catalogue.load(world.linked()),
    // A store of audio that cannot be opened must not keep the rest of the app from starting.
    world.keeps ? downloads.start().catch(onFault) : undefined,
  ]);
  await catalogue.include(wantedFirst(progressStore.view.get(), downloads.view.get()));
  await playback.open();
  await catalogue.include(parts.playback.upNext.view.get().queue.slice(0, QUEUE_SHOWN));

  followChanges(world, parts, offerKept, () => (world.keeps ? downloads.lookAgain() : Promise.resolve()));
  const signing = async (signIn: () => Promise<SignInProblem | null>) => {
    const problem = await signIn();
    if (problem === null) {
      wakePeriodically();
      askToPersist(true);
      synchronizer.wake('manual').catch(onFault);
    }
    return problem;
  };
  askToPersist(false);
  world.page.onInstalled(() => {
    askToPersist(true);
  });
  synchronizer.wake('start').catch(onFault);
  const search = new SearchOnDemand(catalogue.view, time, onFault);
  const setFlags: Core['setFlags'] = (lectureIds, flag, on) =>
    writeQueue.write(
      session.account,
      lectureIds.map((lectureId) => ({ kind: 'flag', lectureId, type: flagType(flag, on) })),
    );

  return {
    catalogue: catalogue.view,
    listening: progressStore.view,
    earlierPlaces: progressStore.places,
    downloads: downloads.view,
    storage: downloads.storage,
    player: player.view,
    upNext: parts.playback.upNext.view,
    sleep: parts.playback.sleep.view,
    seekUndo: parts.playback.seekUndo.view,
    otherDevicePosition: parts.playback.otherDevicePosition.view,
    playedElsewhere: parts.playback.playedElsewhere.view,
    playback: parts.playback.preferences.view,
    account: accounts.view,
    sync: syncView(parts),
    online: parts.reachability.online,
    storageProblem: world.storageProblem,
    showIn: (language) => {
      catalogue.showIn(language);
    },
    searchIndex: search.index,
    search: search.search,

    ...playerCommandsOf(playback),

    setFlag: (lectureId, flag, on) => setFlags([lectureId], flag, on),
    setFlags,

    download: async (lectureId) => {
      const asset = catalogue.known.get().assets.get(lectureId);
      if (asset !== undefined && world.keeps) {
        await downloads.download(asset);
      }
    },
    downloadAll: async (lectureIds) => {
      if (world.keeps) {
        const { assets } = catalogue.known.get();
        await downloads.downloadAll(lectureIds.flatMap((lectureId) => assets.get(lectureId) ?? []));
      }
    },
    pauseDownload: (lectureId) => downloads.pause(lectureId),
    resumeDownload: (lectureId) => downloads.resume(lectureId),
    cancelDownload: (lectureId) => downloads.cancel(lectureId),
    pauseDownloads: (lectureIds) => downloads.bulk.pause(lectureIds),
    resumeDownloads: (lectureIds) => downloads.bulk.resume(lectureIds),
    cancelDownloads: (lectureIds) => downloads.bulk.cancel(lectureIds),
    removeDownloads: (lectureIds) => downloads.bulk.remove(lectureIds),

    signUp: (name, password, invitation) => signing(() => accounts.signUp(name, password, invitation)),
    resetPassword: (code, password) => signing(() => accounts.resetPassword(code, password)),
    ...accountSettingsOf(parts.gateway),
    prepareSignIn: async () => {
      playback.close();
      await flush();
      return accounts.prepareSignIn();
    },
    completeSignIn: () => signing(() => accounts.completeSignIn()),
    signIn: (name, password) => signing(() => accounts.signIn(name, password)),
    flush: async () => {
      parts.playback.player.rest();
      return flush();
    },
    signOut: async () => {
      playback.close();
      await flush();
      await accounts.signOut();
      synchronizer.wake('manual').catch(onFault);
    },
    forgetAccount: async (withDownloads) => {
      const { account } = session;
      playback.close();
      await writeQueue.written();
      await accounts.forget(account);
      if (withDownloads) {
        await downloads.bulk.remove([...downloads.view.get().keys()]);
      }
      synchronizer.wake('manual').catch(onFault);
    },
    deleteAccount: async (password) => {
      const { account } = session;
      playback.close();
      const problem = await deleteAccount(parts.gateway, password);
      if (problem === null) {
        await writeQueue.written();
        await accounts.noteDeleted(account);
      }
      return problem;
    },
    keepDeletedAsGuest: async () => {
      playback.close();
      await writeQueue.written();
      await accounts.keepDeletedAsGuest();
      synchronizer.wake('manual').catch(onFault);
    },
    lookUp: (kind, id) => catalogue.lookUp([{ kind, id }]),
    journal: () => journal.read(session.account),
    exportJournal: () => journal.export(session.account),
    keepGuestProgress: (keep) => accounts.keepGuestProgress(keep),
    refresh: () => synchronizer.wake('manual'),
  };
}

/** Waits until `work` ends, in whatever way, for at most `ms`. The caller handles its failure. */
function within(time: World['time'], ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const stop = time.after(ms, resolve);
    const end = () => {
      stop();
      resolve();
    };
    work.then(end, end);
  });
}

function syncView({ accounts, progressStore, synchronizer }: CoreParts): LiveValue<SyncView> {
  const now = (): SyncView => ({
    // Nothing of an account that was deleted waits for anything but the listener's choice.
    pending: accounts.view.get().state === 'deleted' ? 0 : progressStore.pending.get(),
    running: synchronizer.running.get(),
    failing: synchronizer.failing.get(),
    lastSuccessAt: accounts.row.get()?.lastSuccessAt ?? null,
    rejected: accounts.row.get()?.rejected ?? 0,
  });
  const view = new LiveValue(now());
  const { running, failing } = synchronizer;
  for (const part of [progressStore.pending, running, failing, accounts.row, accounts.view]) {
    part.subscribe(() => {
      const next = now();
      if (!hasMembers(view.get(), next)) {
        view.set(next);
      }
    });
  }
  return view;
}
