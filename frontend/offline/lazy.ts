import type { Offline } from './index';
import { LiveValue } from './live/live';
import { forwarded } from './player-commands';
import { UNREAD_CATALOGUE } from './rules/catalogue';
import { DEFAULT_PLAYBACK_SETTINGS } from './rules/playback/playback-settings';
import { AWAKE } from './rules/playback/sleep';
import type { Live, PlaybackSettings, SearchView } from './types';

type Core = Omit<Offline, 'start'>;
type Values = { [Name in keyof Core]: Core[Name] extends Live<infer T> ? T : never };
type LiveName = { [Name in keyof Core]: Core[Name] extends Live<unknown> ? Name : never }[keyof Core];

/** What views see before the store was read. */
const BEFORE: Omit<Pick<Values, LiveName>, 'storageProblem'> = {
  catalogue: UNREAD_CATALOGUE.view,
  listening: new Map(),
  downloads: new Map(),
  storage: { downloadedBytes: 0, freeBytes: null, persisted: null, full: false },
  player: {
    lectureId: null,
    state: 'idle',
    positionMs: 0,
    durationMs: 0,
    source: null,
    rate: 1,
    problem: null,
  },
  upNext: { queue: [], next: null },
  sleep: AWAKE,
  seekUndo: null,
  otherDevicePosition: null,
  playback: DEFAULT_PLAYBACK_SETTINGS,
  account: { state: 'loading', listenerId: null, name: null, guestLectures: 0 },
  sync: { pending: 0, running: false, lastSuccessAt: null, rejected: 0 },
  online: true,
  update: false,
};

const NOTHING_FOUND: SearchView = {
  ...{ scholars: [], series: [], lectures: [] },
  counts: { scholars: 0, series: 0, lectures: 0 },
};

/**
 * The core as a value that exists before it runs: nothing happens until `start()`. Values keep their
 * identity, so views may subscribe at once. What is asked for earlier waits for the start, but for the
 * player's commands: nothing is on the screen yet that could give one, except how to play.
 *
 * @param storageProblem may have something to say before the core is open
 * @param open starts the core; called once, with what the language is when it asks
 */
export function lazyOffline(
  storageProblem: Offline['storageProblem'],
  open: (language: () => string | null) => Promise<Core>,
): Offline {
  let core: Core | null = null;
  let language: string | null = null;
  let started: Promise<void> | null = null;
  let tellStarted: (running: Core) => void = () => undefined;
  const running = new Promise<Core>((resolve) => {
    tellStarted = resolve;
  });

  const early: Array<Partial<PlaybackSettings>> = [];
  const attachments: Array<(opened: Core) => void> = [];

  function live<Name extends keyof typeof BEFORE>(name: Name): LiveValue<Values[Name]> {
    const value = new LiveValue((BEFORE as Values)[name]);
    const attach = (from: Live<Values[Name]>) => {
      value.set(from.get());
      from.subscribe(() => {
        value.set(from.get());
      });
    };
    attachments.push((opened) => {
      attach(opened[name] as Live<Values[Name]>);
    });
    return value;
  }

  const now = (command: (opened: Core) => void): void => {
    if (core !== null) {
      command(core);
    }
  };

  return {
    catalogue: live('catalogue'),
    listening: live('listening'),
    downloads: live('downloads'),
    storage: live('storage'),
    player: live('player'),
    upNext: live('upNext'),
    sleep: live('sleep'),
    seekUndo: live('seekUndo'),
    otherDevicePosition: live('otherDevicePosition'),
    playback: live('playback'),
    account: live('account'),
    sync: live('sync'),
    online: live('online'),
    update: live('update'),
    storageProblem,

    start: () => {
      started ??= open(() => language).then((opened) => {
        core = opened;
        if (language !== null) {
          opened.showIn(language);
        }
        early.forEach(opened.setPlayback);
        attachments.forEach((attach) => {
          attach(opened);
        });
        tellStarted(opened);
      });
      started.catch(() => {
        started = null; // Whoever starts it again may have more luck.
      });
      return started;
    },

    showIn: (wanted) => {
      language = wanted;
      now((opened) => {
        opened.showIn(wanted);
      });
    },
    search: (query, most) => core?.search(query, most) ?? NOTHING_FOUND,

    ...forwarded(() => core),
    setPlayback: (change) => {
      if (core !== null) {
        core.setPlayback(change);
      } else {
        early.push(change);
      }
    },

    setFlag: async (lectureId, flag, on) => (await running).setFlag(lectureId, flag, on),
    download: async (lectureId) => (await running).download(lectureId),
    pauseDownload: async (lectureId) => (await running).pauseDownload(lectureId),
    resumeDownload: async (lectureId) => (await running).resumeDownload(lectureId),
    cancelDownload: async (lectureId) => (await running).cancelDownload(lectureId),
    removeDownload: async (lectureId) => (await running).removeDownload(lectureId),
    signUp: async (name, password) => (await running).signUp(name, password),
    signIn: async (name, password) => (await running).signIn(name, password),
    signOut: async () => (await running).signOut(),
    keepGuestProgress: async (keep) => (await running).keepGuestProgress(keep),
    forgetAccount: async (withDownloads) => (await running).forgetAccount(withDownloads),
    journal: async () => (await running).journal(),
    exportJournal: async () => (await running).exportJournal(),
    applyUpdate: () => {
      now((opened) => {
        opened.applyUpdate();
      });
    },
    refresh: async () => (await running).refresh(),
  };
}
