import type { FlagName } from './rules/registers';
import type { JournalView, PlaybackSettings, SignInProblem } from './types';

/**
 * Every command of the core, once: what it is, and what becomes of it when it is given before the core runs. The core,
 * its stand-in before the start (`lazy.ts`) and the lock screen (`playback/media-commands.ts`) follow from here.
 */

/** What the listener may ask of the player. All of it is begun at once, within the listener's gesture. */
export interface PlayerCommands {
  /** Plays from where the listener stands. */
  play: (lectureId: string) => void;
  /** Listens again from the beginning, which becomes where the listener stands. */
  playFromStart: (lectureId: string) => void;
  resume: () => void;
  pause: () => void;
  seek: (positionMs: number) => void;
  /** Relative; negative is back. */
  skip: (byMs: number) => void;
  /** Remembered for the series of what is loaded. */
  setRate: (rate: number) => void;
  /** Unloads the player; progress stays. */
  close: () => void;

  /** Goes on with what is next, if anything is. */
  next: () => void;
  /** To the beginning, or to the lecture before when this one has hardly begun. */
  previous: () => void;

  /** To be played right after what is loaded. */
  playNext: (lectureId: string) => void;
  addToQueue: (lectureId: string) => void;
  removeFromQueue: (lectureId: string) => void;
  /** @param to the place in the queue that it takes, from 0 */
  moveInQueue: (lectureId: string, to: number) => void;

  /** Ends listening after so many minutes of it, or with the lecture; null lets it go on. */
  setSleep: (choice: number | 'end-of-lecture' | null) => void;
  /** Five minutes more. */
  extendSleep: () => void;

  /** Back to where the seek began that `seekUndo` shows. */
  undoSeek: () => void;
  /** To the place that `otherDevicePosition` shows. */
  moveToOtherDevice: () => void;
  /** Not there; nothing more is told of it until something else is loaded. */
  stayHere: () => void;

  setPlayback: (change: Partial<PlaybackSettings>) => void;
}

/** What the listener asks of everything else. Each resolves when it is stored, or with the server's answer. */
export interface AccountCommands {
  /** Sets a flag of a lecture, such as `favorite`, on or off. */
  setFlag: (lectureId: string, flag: FlagName, on: boolean) => Promise<void>;

  /** The lecture's present recording; what was downloaded before is played until that is here, whole. */
  download: (lectureId: string) => Promise<void>;
  pauseDownload: (lectureId: string) => Promise<void>;
  resumeDownload: (lectureId: string) => Promise<void>;
  /** Stops downloading and gives the space back; an earlier recording that is here stays. */
  cancelDownload: (lectureId: string) => Promise<void>;
  /** Removes all of it; space is given back. */
  removeDownload: (lectureId: string) => Promise<void>;

  signUp: (name: string, password: string) => Promise<SignInProblem | null>;
  signIn: (name: string, password: string) => Promise<SignInProblem | null>;
  signOut: () => Promise<void>;
  /** Answers the question that `guestLectures` asks. */
  keepGuestProgress: (keep: boolean) => Promise<void>;

  /**
   * Removes everything of the present account from this device, what is pending included, and signs out. Downloads
   * belong to the device: they go only if asked.
   */
  forgetAccount: (withDownloads: boolean) => Promise<void>;

  /** What synchronization did for the present account; empty for a guest. */
  journal: () => Promise<JournalView>;
  /** The same with all that is known about it, as JSON. */
  exportJournal: () => Promise<string>;

  /** Synchronizes now, whatever the backoff says, and refreshes the catalogue. */
  refresh: () => Promise<void>;
}

/** What the listener may ask of the app's version. */
export interface VersionCommands {
  /** Goes on with the newer version, loading the app anew. */
  applyUpdate: () => void;
}

export interface Commands extends PlayerCommands, AccountCommands, VersionCommands {}

/**
 * What becomes of a command that is given before the core runs. `dropped`: nothing is on the screen yet that could
 * give it. `kept`: it is carried out at the start. `waits`: its promise is kept once the core runs.
 */
type BeforeStart = 'dropped' | 'kept' | 'waits';

const PLAYER_COMMANDS = {
  ...{ play: 'dropped', playFromStart: 'dropped', resume: 'dropped', pause: 'dropped', seek: 'dropped' },
  ...{ skip: 'dropped', setRate: 'dropped', close: 'dropped', next: 'dropped', previous: 'dropped' },
  ...{ playNext: 'dropped', addToQueue: 'dropped', removeFromQueue: 'dropped', moveInQueue: 'dropped' },
  ...{ setSleep: 'dropped', extendSleep: 'dropped', undoSeek: 'dropped', moveToOtherDevice: 'dropped' },
  ...{ stayHere: 'dropped', setPlayback: 'kept' },
} as const satisfies Record<keyof PlayerCommands, BeforeStart>;

const COMMANDS = {
  ...PLAYER_COMMANDS,
  ...{ setFlag: 'waits', download: 'waits', pauseDownload: 'waits' },
  ...{ resumeDownload: 'waits', cancelDownload: 'waits', removeDownload: 'waits', signUp: 'waits' },
  ...{ signIn: 'waits', signOut: 'waits', keepGuestProgress: 'waits', forgetAccount: 'waits' },
  ...{ journal: 'waits', exportJournal: 'waits', refresh: 'waits', applyUpdate: 'dropped' },
} as const satisfies {
  readonly [Name in keyof Commands]: ReturnType<Commands[Name]> extends Promise<unknown>
    ? 'waits'
    : Exclude<BeforeStart, 'waits'>;
};

type Given = readonly unknown[];
type Command = (...given: Given) => unknown;

/** The player's commands alone, of a receiver that has more to it. */
export function playerCommandsOf(receiver: PlayerCommands): PlayerCommands {
  return commandsOf(PLAYER_COMMANDS, (name) => receiver[name]);
}

/**
 * Commands that may be given before their receiver exists.
 *
 * @param present the receiver; null before the start
 * @param start resolves with the receiver at the start
 * @param keep is given what is to be carried out at the start
 */
export function commandsBeforeStart(
  present: () => Commands | null,
  start: Promise<Commands>,
  keep: (command: (receiver: Commands) => void) => void,
): Commands {
  return commandsOf(COMMANDS, (name) => (...given: Given) => {
    const giveTo = (receiver: Commands) => (receiver[name] as Command)(...given);
    const receiver = present();
    if (receiver !== null) {
      return giveTo(receiver);
    }
    switch (COMMANDS[name]) {
      case 'dropped':
        return undefined;
      case 'kept':
        keep(giveTo);
        return undefined;
      case 'waits':
        return start.then(giveTo);
    }
  });
}

function commandsOf<Name extends keyof Commands>(
  names: Readonly<Record<Name, BeforeStart>>,
  commandOf: (name: Name) => unknown,
): Pick<Commands, Name> {
  const listed = Object.keys(names) as Name[];
  return Object.fromEntries(listed.map((name) => [name, commandOf(name)])) as unknown as Pick<Commands, Name>;
}
