import type { PlaybackSettings } from './types';

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

  /** Back to before the jump that `jump` tells of. */
  undoSeek: () => void;
  /** To where another device went on, as `elsewhere` tells. */
  moveToOtherDevice: () => void;
  /** Not there; nothing more is told of it until something else is loaded. */
  stayHere: () => void;

  setPlayback: (change: Partial<PlaybackSettings>) => void;
}

/** Every one of them, by name. */
const NAMES = {
  ...{ play: true, playFromStart: true, resume: true, pause: true, seek: true, skip: true, setRate: true },
  ...{ close: true, next: true, previous: true, playNext: true, addToQueue: true, removeFromQueue: true },
  ...{ moveInQueue: true, setSleep: true, extendSleep: true, undoSeek: true, moveToOtherDevice: true },
  ...{ stayHere: true, setPlayback: true },
} as const satisfies Record<keyof PlayerCommands, true>;

/** Forwards commands to the present receiver. Without one they are lost. */
export function forwarded(to: () => PlayerCommands | null): PlayerCommands {
  const names = Object.keys(NAMES) as Array<keyof PlayerCommands>;
  return Object.fromEntries(
    names.map((name) => [
      name,
      (...given: unknown[]) => {
        const commands = to();
        if (commands !== null) {
          (commands[name] as (...args: unknown[]) => void)(...given);
        }
      },
    ]),
  ) as unknown as PlayerCommands;
}
