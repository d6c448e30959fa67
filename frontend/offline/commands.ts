import type { FlagName } from './rules/registers';
import type { AccountSession, SignInOptions } from './gateway-port';
import type {
  CallProblem,
  CatalogueKind,
  DeletionProblem,
  EmailProblem,
  JournalView,
  PasswordProblem,
  PlaybackSettings,
  SignInProblem,
} from './types';

/**
 * Every command of the core, listed once, and what happens when it is called before the core runs. The core, its stand-in
 * before the start (`lazy.ts`) and the lock screen (`playback/lock-screen/media-commands.ts`) are derived from this list.
 */

/** Commands for the player. Each starts at once, within the listener's gesture. */
export interface PlayerCommands {
  /** Plays from the listener's position. */
  play: (lectureId: string) => void;
  /** Plays from the beginning, which becomes the listener's position. */
  playFromStart: (lectureId: string) => void;
  resume: () => void;
  pause: () => void;
  seek: (positionMs: number) => void;
  /** Seeks by this amount; negative goes back. */
  skip: (byMs: number) => void;
  /** The speed is stored for the series of the loaded lecture. */
  setRate: (rate: number) => void;
  /** Unloads the player. The progress stays. */
  close: () => void;

  /** Plays the next lecture, if there is one. */
  next: () => void;
  /** Goes to the beginning, or to the previous lecture when this one has just begun. */
  previous: () => void;

  /** Queues the lecture right after the loaded one. */
  playNext: (lectureId: string) => void;
  addToQueue: (lectureId: string) => void;
  removeFromQueue: (lectureId: string) => void;
  /** @param to the new index in the queue, from 0 */
  moveInQueue: (lectureId: string, to: number) => void;

  /** Pauses after this many minutes of listening, or at the end of the lecture; null switches the timer off. */
  setSleep: (choice: number | 'end-of-lecture' | null) => void;
  /** Five minutes more. */
  extendSleep: () => void;

  /** Returns to where the seek of `seekUndo` began. */
  undoSeek: () => void;
  /** Moves back to one of `earlierPlaces`, also in a lecture that is not loaded. Starts no playback. */
  goToPlace: (lectureId: string, positionMs: number) => void;
  /** Plays from a position that a link names. The listener's own place is kept (C12). */
  playFrom: (lectureId: string, positionMs: number) => void;
  /** Moves to the position of `otherDevicePosition`. */
  moveToOtherDevice: () => void;
  /**
   * Stays with the own position and lecture. The position of `otherDevicePosition` is not offered again until another
   * lecture is loaded, and the lecture of `playedElsewhere` not at all.
   */
  stayHere: () => void;

  setPlayback: (change: Partial<PlaybackSettings>) => void;
}

/** The other commands. Each resolves when its result is stored, or with the server's answer. */
export interface AccountCommands {
  /** Sets a flag of a lecture, such as `favorite`, on or off. */
  setFlag: (lectureId: string, flag: FlagName, on: boolean) => Promise<void>;
  /** As `setFlag` for all of them, in one transaction. */
  setFlags: (lectureIds: readonly string[], flag: FlagName, on: boolean) => Promise<void>;

  /** Downloads the lecture's present recording. An older download is played until the new one is complete. */
  download: (lectureId: string) => Promise<void>;
  /** All of them that have no download yet, in this order; they are queued in one step. */
  downloadAll: (lectureIds: readonly string[]) => Promise<void>;
  pauseDownload: (lectureId: string) => Promise<void>;
  resumeDownload: (lectureId: string) => Promise<void>;
  /** As the commands for one download, for all of them: shown at once, and stored in one transaction. */
  pauseDownloads: (lectureIds: readonly string[]) => Promise<void>;
  resumeDownloads: (lectureIds: readonly string[]) => Promise<void>;
  cancelDownloads: (lectureIds: readonly string[]) => Promise<void>;
  /** Removes all recordings of these lectures and frees the space. */
  removeDownloads: (lectureIds: readonly string[]) => Promise<void>;
  /** Stops downloading and frees the space. A complete older recording stays. */
  cancelDownload: (lectureId: string) => Promise<void>;

  /** @param invitation the operator's code; null without one */
  signUp: (name: string, password: string, invitation: string | null) => Promise<SignInProblem | null>;
  signIn: (name: string, password: string) => Promise<SignInProblem | null>;
  /** Sets a new password with the operator's one-time code, and signs in. */
  resetPassword: (code: string, password: string) => Promise<SignInProblem | null>;
  /**
   * Asks the server to send a code for a new password by e-mail. Whether there is such an account is not told.
   *
   * @param language of the message
   */
  sendPasswordCode: (nameOrAddress: string, language: string) => Promise<CallProblem | null>;
  /** The confirmed address of the present account, null without one; or why that cannot be told. */
  emailAddress: () => Promise<{ readonly address: string | null } | CallProblem>;
  /** Sends a code to the address. The account has it once `confirmEmailAddress` got the code. */
  changeEmailAddress: (address: string, password: string, language: string) => Promise<EmailProblem | null>;
  confirmEmailAddress: (code: string) => Promise<EmailProblem | null>;
  removeEmailAddress: (password: string) => Promise<EmailProblem | null>;
  /** How one can sign in here; or why that cannot be told. */
  signInOptions: () => Promise<SignInOptions | CallProblem>;
  /** Before the page is left for an OpenID Connect provider. Answers why it should not be left. */
  prepareSignIn: () => Promise<CallProblem | null>;
  /** After the browser came back from the provider with a session: from now on its account listens. */
  completeSignIn: () => Promise<SignInProblem | null>;
  /** The account's other sessions end. */
  changePassword: (password: string, newPassword: string) => Promise<PasswordProblem | null>;
  /** The sessions of the present account, the one used last first; or why they cannot be told. */
  accountSessions: () => Promise<readonly AccountSession[] | CallProblem>;
  /** @param id from `accountSessions` */
  endSession: (id: string) => Promise<CallProblem | null>;
  endOtherSessions: () => Promise<CallProblem | null>;
  /**
   * Writes where playback is, and sends what waits: before something ends that could lose it. It takes five seconds at
   * most. Resolves with how many changes still wait.
   */
  flush: () => Promise<number>;
  /** Ends playback, flushes, and signs out; what could not be sent stays for this account's next sign-in. */
  signOut: () => Promise<void>;
  /**
   * Deletes the account on the server, with all that the server holds of it. The account's state becomes `deleted`.
   *
   * @param password null for an account that has none
   */
  deleteAccount: (password: string | null) => Promise<DeletionProblem | null>;
  /**
   * Keeps what this device has of an account that was deleted, pending changes included, as the progress of the guest.
   * `forgetAccount` removes it instead.
   */
  keepDeletedAsGuest: () => Promise<void>;
  /** Answers the question of `guestLectures`. */
  keepGuestProgress: (keep: boolean) => Promise<void>;

  /**
   * Removes everything of the present account from this device, pending entries too, and signs out. Downloads
   * belong to the device and are removed only if asked.
   */
  forgetAccount: (withDownloads: boolean) => Promise<void>;

  /**
   * Has this device's catalogue read for a page of its own, while the rest is still being read: a lecture, or all of a
   * series or a scholar. Resolves when what is stored of it is shown.
   */
  lookUp: (kind: CatalogueKind, id: string) => Promise<void>;

  /** What synchronization did for the present account; empty for a guest. */
  journal: () => Promise<JournalView>;
  /** The same events with all that is known about them, as JSON. */
  exportJournal: () => Promise<string>;

  /** Synchronizes now in spite of the backoff, and refreshes the catalogue. */
  refresh: () => Promise<void>;
}

/** Commands for the version of the app. */
export interface VersionCommands {
  /** Activates the newer version, which reloads the app. */
  applyUpdate: () => void;
}

export interface Commands extends PlayerCommands, AccountCommands, VersionCommands {}

/**
 * What happens to a command that is called before the core runs. `dropped`: nothing is on the screen yet that
 * could call it. `kept`: it runs at the start. `waits`: its promise resolves once the core runs.
 */
type BeforeStart = 'dropped' | 'kept' | 'waits';

const PLAYER_COMMANDS = {
  ...{ play: 'dropped', playFromStart: 'dropped', resume: 'dropped', pause: 'dropped', seek: 'dropped' },
  ...{ skip: 'dropped', setRate: 'dropped', close: 'dropped', next: 'dropped', previous: 'dropped' },
  ...{ playNext: 'dropped', addToQueue: 'dropped', removeFromQueue: 'dropped', moveInQueue: 'dropped' },
  ...{ setSleep: 'dropped', extendSleep: 'dropped', undoSeek: 'dropped', moveToOtherDevice: 'dropped' },
  ...{ goToPlace: 'dropped', playFrom: 'dropped', stayHere: 'dropped', setPlayback: 'kept' },
} as const satisfies Record<keyof PlayerCommands, BeforeStart>;

const COMMANDS = {
  ...PLAYER_COMMANDS,
  ...{ setFlag: 'waits', setFlags: 'waits', download: 'waits', downloadAll: 'waits', pauseDownload: 'waits' },
  ...{
    pauseDownloads: 'waits',
    resumeDownloads: 'waits',
    cancelDownloads: 'waits',
    removeDownloads: 'waits',
  },
  ...{ resumeDownload: 'waits', cancelDownload: 'waits', signUp: 'waits' },
  ...{ resetPassword: 'waits', changePassword: 'waits', accountSessions: 'waits', endSession: 'waits' },
  ...{ sendPasswordCode: 'waits', emailAddress: 'waits', changeEmailAddress: 'waits' },
  ...{ confirmEmailAddress: 'waits', removeEmailAddress: 'waits' },
  ...{ signInOptions: 'waits', prepareSignIn: 'waits', completeSignIn: 'waits' },
  ...{ endOtherSessions: 'waits', deleteAccount: 'waits', keepDeletedAsGuest: 'waits' },
  ...{
    signIn: 'waits',
    flush: 'waits',
    signOut: 'waits',
    keepGuestProgress: 'waits',
    forgetAccount: 'waits',
  },
  ...{ lookUp: 'waits', journal: 'waits', exportJournal: 'waits', refresh: 'waits', applyUpdate: 'dropped' },
} as const satisfies {
  readonly [Name in keyof Commands]: ReturnType<Commands[Name]> extends Promise<unknown>
    ? 'waits'
    : Exclude<BeforeStart, 'waits'>;
};

type Arguments = readonly unknown[];
type Command = (...args: Arguments) => unknown;

/** The player's commands alone, of a receiver that has more members. */
export function playerCommandsOf(receiver: PlayerCommands): PlayerCommands {
  return commandsOf(PLAYER_COMMANDS, (name) => receiver[name]);
}

/**
 * Commands that may be called before their receiver exists.
 *
 * @param present the receiver; null before the start
 * @param start resolves with the receiver at the start
 * @param keep receives what has to run at the start
 */
export function commandsBeforeStart(
  present: () => Commands | null,
  start: Promise<Commands>,
  keep: (command: (receiver: Commands) => void) => void,
): Commands {
  return commandsOf(COMMANDS, (name) => (...args: Arguments) => {
    const giveTo = (receiver: Commands) => (receiver[name] as Command)(...args);
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
