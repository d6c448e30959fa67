import { commandsBeforeStart, type Commands } from './commands';
import { LiveValue } from './live/live';
import type { Offline, Values as LiveValues } from './offline';
import { UNREAD_CATALOGUE } from './rules/catalogue';
import { NOTHING_FOUND } from './rules/nothing-found';
import { IDLE } from './rules/playback/idle-player';
import { DEFAULT_PLAYBACK_SETTINGS } from './rules/playback/playback-settings';
import { AWAKE } from './rules/playback/sleep';
import type { Live } from './types';

type Core = Omit<Offline, 'start'>;
type Values = { [Name in keyof LiveValues]: LiveValues[Name] extends Live<infer T> ? T : never };

/** The values before the store was read. */
const BEFORE: Omit<Values, 'storageProblem'> = {
  catalogue: UNREAD_CATALOGUE.view,
  listening: new Map(),
  earlierPlaces: new Map(),
  downloads: new Map(),
  storage: { downloadedBytes: 0, freeBytes: null, persisted: null, full: false, deletedAfterDays: null },
  player: IDLE,
  upNext: { queue: [], next: null, afterQueue: [] },
  sleep: AWAKE,
  seekUndo: null,
  otherDevicePosition: null,
  playedElsewhere: null,
  playback: DEFAULT_PLAYBACK_SETTINGS,
  account: { state: 'loading', listenerId: null, name: null, guestLectures: 0 },
  sync: { pending: 0, running: false, failing: false, lastSuccessAt: null, rejected: 0 },
  online: true,
  searchIndex: { complete: true, revision: 0 },
  update: false,
};

/**
 * A stand-in for the core before it runs. Nothing happens until `start()`. Values keep their identity, so
 * views may subscribe at once. `commands.ts` says what happens to a command that is called before the start.
 *
 * @param storageProblem may have a value before the core is open
 * @param open starts the core; called once, with a function that tells the present language
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
  /** Runs at the start, in this order. */
  const early: Array<(receiver: Commands) => void> = [];
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

  return {
    catalogue: live('catalogue'),
    listening: live('listening'),
    earlierPlaces: live('earlierPlaces'),
    downloads: live('downloads'),
    storage: live('storage'),
    player: live('player'),
    upNext: live('upNext'),
    sleep: live('sleep'),
    seekUndo: live('seekUndo'),
    otherDevicePosition: live('otherDevicePosition'),
    playedElsewhere: live('playedElsewhere'),
    playback: live('playback'),
    account: live('account'),
    sync: live('sync'),
    online: live('online'),
    searchIndex: live('searchIndex'),
    update: live('update'),
    storageProblem,

    start: () => {
      started ??= open(() => language).then((opened) => {
        core = opened;
        if (language !== null) {
          opened.showIn(language);
        }
        early.forEach((command) => {
          command(opened);
        });
        attachments.forEach((attach) => {
          attach(opened);
        });
        tellStarted(opened);
      });
      started.catch(() => {
        started = null; // A second start may succeed.
      });
      return started;
    },

    showIn: (wanted) => {
      language = wanted;
      core?.showIn(wanted);
    },
    search: (query, most) => core?.search(query, most) ?? NOTHING_FOUND,

    ...commandsBeforeStart(
      () => core,
      running,
      (command) => early.push(command),
    ),
  };
}
