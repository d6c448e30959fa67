import { Accounts } from './accounts/accounts';
import { Catalogue } from './catalogue/catalogue';
import { Changes } from './changes';
import { Downloads } from './downloads/downloads';
import { AudioSource, type Fetch } from './downloads/fetch-chunk';
import type { Offline } from './index';
import { LiveValue } from './live';
import { Exchange } from './outbox/exchange';
import { Record } from './outbox/record';
import { Player, type Titles } from './playback/player';
import { Recorder } from './playback/recorder';
import { assemble, chooseSource, type ObjectUrls } from './playback/source';
import type {
  Chance,
  Channel,
  Gateway,
  Locks,
  Media,
  MediaControls,
  Network,
  Page,
  Space,
  Time,
} from './ports';
import { Standings } from './standings';
import type { ChunkStore } from './store/chunk-store';
import { GUEST } from './store/schema';
import { readPlayer, writeSetting } from './store/settings';
import type { Tables } from './store/tables';
import { Attempts } from './sync/attempts';
import { Drain } from './sync/drain';
import { Synchronizer } from './sync/synchronizer';
import type { SignInProblem, SyncView } from './types';

/** Everything of the world that the core touches. */
export interface World {
  readonly time: Time;
  readonly chance: Chance;
  readonly network: Network;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly page: Page;
  readonly space: Space;
  readonly gateway: Gateway;
  readonly fetch: Fetch;
  readonly media: Media;
  readonly controls: MediaControls;
  readonly objectUrls: ObjectUrls;
  /** Whether a worker answers the page's requests. */
  readonly workerAnswers: () => boolean;
  /** Tables that work, and whether they keep anything beyond the page's life. */
  readonly tables: Tables;
  readonly keeps: boolean;
  readonly chunks: ChunkStore;
  /** What nobody expected: the core goes on, and somebody should know. */
  readonly onFault: (fault: unknown) => void;
}

/** The running core: the parts, put together over one world. Resolves when local state can be read. */
export async function openCore(world: World): Promise<Omit<Offline, 'start'>> {
  const { time, chance, network, locks, gateway, tables, page, onFault } = world;
  const changes = new Changes(world.channel);
  const accounts = new Accounts(tables, changes, gateway, time, chance);
  const catalogue = new Catalogue(tables, changes, gateway);
  const standings = new Standings(tables, catalogue.known, chance, changes, onFault);
  const record = new Record(tables, changes, time, chance);
  const exchange = new Exchange(tables, changes, time, chance);
  const drain = new Drain(exchange, gateway, network, locks);
  const attempts = new Attempts(tables, time, chance);
  const synchronizer = new Synchronizer(
    ...([accounts, catalogue, drain, attempts, network, page, time, onFault] as const),
  );
  const source = new AudioSource(world.fetch, time);
  const downloads = new Downloads(
    ...([world.chunks, source, network, locks, world.space, time, chance, changes, onFault] as const),
  );
  const player = playerOf(world, accounts, catalogue, standings, downloads, record, () =>
    synchronizer.online.get(),
  );

  await accounts.load();
  await record.offerKept(accounts.current());
  await catalogue.load();
  await standings.load(accounts.current());
  if (world.keeps) {
    // A store of audio that does not open must not keep the rest of the app from starting.
    await downloads.start().catch(onFault);
  }
  const remembered = await tables.transact(['settings'], 'read', readPlayer);
  player.restore(remembered.account === accounts.current() ? remembered.lectureId : null, remembered.rate);

  followChanges(world, changes, accounts, catalogue, standings, record, player, synchronizer);
  const mark = async (lectureId: string, type: 'COMPLETED' | 'REOPENED' | 'FAVORITED' | 'UNFAVORITED') => {
    await record.write(accounts.current(), [{ kind: 'mark', lectureId, type }]);
    await standings.settled();
  };
  // While there is no network nothing is called at all (C5).
  const signing = async (signIn: () => Promise<SignInProblem | null>) => {
    const problem = network.mayBeThere() ? await signIn() : ('offline' as const);
    if (problem === null) {
      synchronizer.wake('manual').catch(onFault);
    }
    return problem;
  };
  synchronizer.wake('start').catch(onFault);

  return {
    catalogue: catalogue.view,
    listening: standings.view,
    downloads: downloads.view,
    storage: downloads.storage,
    player: player.view,
    account: accounts.view,
    sync: syncView(accounts, standings, synchronizer),
    online: synchronizer.online,
    storageProblem: new LiveValue(world.keeps ? null : ('unavailable' as const)),

    play: (lectureId) => {
      player.play(lectureId);
    },
    resume: () => {
      player.resume();
    },
    pause: () => {
      player.pause();
    },
    seek: (positionMs) => {
      player.seek(positionMs);
    },
    skip: (byMs) => {
      player.skip(byMs);
    },
    setRate: (rate) => {
      player.setRate(rate);
    },
    close: () => {
      player.close();
    },

    setCompleted: (lectureId, completed) => mark(lectureId, completed ? 'COMPLETED' : 'REOPENED'),
    setFavorite: (lectureId, favorite) => mark(lectureId, favorite ? 'FAVORITED' : 'UNFAVORITED'),

    download: async (lectureId) => {
      const asset = catalogue.known.get().assets.get(lectureId);
      if (asset !== undefined && world.keeps) {
        await downloads.download(asset);
      }
    },
    pauseDownload: (lectureId) => downloads.pause(lectureId),
    resumeDownload: (lectureId) => downloads.resume(lectureId),
    removeDownload: (lectureId) => downloads.remove(lectureId),

    signUp: (name, password) => signing(() => accounts.signUp(name, password)),
    signIn: (name, password) => signing(() => accounts.signIn(name, password)),
    signOut: async () => {
      player.close();
      await accounts.signOut();
      synchronizer.wake('manual').catch(onFault);
    },
    keepGuestProgress: (keep) => accounts.keepGuestProgress(keep),
    refresh: () => synchronizer.wake('manual'),
  };
}

function playerOf(
  world: World,
  accounts: Accounts,
  catalogue: Catalogue,
  standings: Standings,
  downloads: Downloads,
  record: Record,
  isOnline: () => boolean,
): Player {
  let assembledUrl: string | null = null;
  const lecture = (lectureId: string): Titles | null => {
    const { view, assets } = catalogue.known.get();
    const shown = view.lectures.get(lectureId);
    const asset = assets.get(lectureId);
    return shown === undefined || asset === undefined ? null : { ...shown, assetId: asset.id };
  };
  const recorder = new Recorder(
    async (account, deeds, at) => {
      await record.write(account, deeds, at);
      await standings.settled();
    },
    world.time,
    world.onFault,
  );
  const player = new Player(
    world.media,
    world.controls,
    recorder,
    {
      account: () => accounts.current(),
      lecture,
      standing: (lectureId) => standings.of(lectureId),
      choose: (lectureId) =>
        chooseSource(downloads.of(lectureId), catalogue.known.get().assets.get(lectureId) ?? null, {
          workerAnswers: world.workerAnswers(),
          networkMayBeThere: world.network.mayBeThere(),
        }),
      assemble: async ({ download }) => {
        const assembled = await assemble(world.chunks, download, world.objectUrls);
        assembledUrl = assembled?.url ?? null;
        return assembled;
      },
      releaseAssembled: () => {
        if (assembledUrl !== null) {
          world.objectUrls.release(assembledUrl);
          assembledUrl = null;
        }
      },
      isOnline,
      remember: (lectureId, rate) => {
        const account = accounts.current();
        world.tables
          .transact(['settings'], 'write', (transaction) =>
            writeSetting(transaction, { name: 'player', account, lectureId, rate }),
          )
          .catch(world.onFault);
      },
    },
    world.page,
    world.onFault,
  );
  downloads.onRemoved((lectureId) => {
    player.sourceRemoved(lectureId);
  });
  return player;
}

/** What happens here, in other tabs and around the page, and who has to know (C5). */
function followChanges(
  { network, page, tables, onFault }: World,
  changes: Changes,
  accounts: Accounts,
  catalogue: Catalogue,
  standings: Standings,
  record: Record,
  player: Player,
  synchronizer: Synchronizer,
): void {
  let listening = accounts.current();
  const switchAccount = async () => {
    const account = accounts.current();
    if (account !== listening) {
      const guestSignedIn = listening === GUEST;
      listening = account;
      if (guestSignedIn) {
        player.handOver(account);
      } else {
        player.close();
      }
      await record.offerKept(account);
      await standings.load(account);
    }
  };
  accounts.view.subscribe(() => {
    switchAccount().catch(onFault);
  });
  changes.onChange((change) => {
    switch (change.kind) {
      case 'account':
        accounts.load().catch(onFault);
        return;
      case 'catalogue':
        catalogue.load().catch(onFault);
        return;
      case 'outbox':
        synchronizer.wake('enqueue').catch(onFault);
        return;
      default:
        return;
    }
  });
  network.onChange(() => {
    synchronizer.wake('online').catch(onFault);
  });
  page.onVisible(() => {
    tables
      .probe()
      // What other tabs told this one while it slept may be lost.
      .then(() => accounts.load())
      .then(() => standings.load(accounts.current()))
      .then(() => synchronizer.wake('visible'))
      .catch(onFault);
  });
}

function syncView(accounts: Accounts, standings: Standings, synchronizer: Synchronizer): LiveValue<SyncView> {
  const now = (): SyncView => ({
    pending: standings.pending.get(),
    running: synchronizer.running.get(),
    lastSuccessAt: accounts.row.get()?.lastSuccessAt ?? null,
    rejected: accounts.row.get()?.rejected ?? 0,
  });
  const view = new LiveValue(now());
  for (const part of [standings.pending, synchronizer.running, accounts.row]) {
    part.subscribe(() => {
      const [shown, next] = [view.get(), now()];
      const members = Object.keys(next) as Array<keyof SyncView>;
      if (members.some((member) => shown[member] !== next[member])) {
        view.set(next);
      }
    });
  }
  return view;
}
