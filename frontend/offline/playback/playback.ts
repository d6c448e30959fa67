import type { CurrentSession, ListenerSwitch } from '../accounts/current-session';
import type { PlayerCommands } from '../commands';
import type { EarlierPlace } from '../rules/playback/earlier-places';
import type { SeekKind } from '../rules/playback/seek-undo';
import { GUEST } from '../storage/schema';
import { readPlayer } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { PlaybackSettings } from '../types';
import type { OtherDevicePosition } from './elsewhere/other-device-position';
import type { PlayedElsewhere } from './elsewhere/played-elsewhere';
import type { SeekUndo } from './places/seek-undo';
import { ROUNDING_MS } from './media/seek-tracker';
import type { Player } from './player';
import type { Preferences } from './settings/preferences';
import type { SleepTimer } from './sleep-timer';
import type { UpNext } from './up-next';

/** Beyond this position, "previous" goes to the beginning of the present lecture. */
const BEGUN_MS = 5_000;

/** The parts of playback. */
export interface PlaybackParts {
  readonly session: CurrentSession;
  readonly tables: Tables;
  readonly player: Player;
  readonly upNext: UpNext;
  readonly sleep: SleepTimer;
  readonly seekUndo: SeekUndo;
  readonly otherDevicePosition: OtherDevicePosition;
  readonly playedElsewhere: PlayedElsewhere;
  readonly preferences: Preferences;
  /** The places of a lecture that the listener left, newest first (C12). */
  readonly placesOf: (lectureId: string) => readonly EarlierPlace[];
  /** The key by which a lecture's speed is stored. */
  readonly speedKey: (lectureId: string) => string;
}

/** The commands for listening, from the app, the keyboard, the lock screen or the headset. */
export class Playback implements PlayerCommands {
  constructor(private readonly parts: PlaybackParts) {
    parts.session.onSwitch((change) => {
      if (change.from === GUEST) {
        this.#handOver(change);
      } else {
        this.#startOver(change);
      }
    });
  }

  readonly play = (lectureId: string): void => {
    this.#goingOn(() => this.parts.player.play(lectureId));
  };

  readonly playFromStart = (lectureId: string): void => {
    const { lectureId: loaded, positionMs } = this.parts.player.view.get();
    this.parts.player.playFromStart(lectureId);
    if (loaded === lectureId) {
      this.parts.seekUndo.note('sought', positionMs, 0);
    }
  };

  readonly resume = (): void => {
    this.#goingOn(() => this.parts.player.resume());
  };

  readonly pause = (): void => {
    this.parts.player.pause();
  };

  readonly close = (): void => {
    this.parts.sleep.set(null);
    this.parts.player.close();
  };

  readonly seek = (positionMs: number): void => {
    this.#move('sought', positionMs);
  };

  readonly skip = (byMs: number): void => {
    this.#move('skipped', this.parts.player.view.get().positionMs + byMs);
  };

  readonly next = (): void => {
    const { next } = this.parts.upNext.view.get();
    if (next !== null) {
      this.play(next);
    }
  };

  readonly previous = (): void => {
    const previous = this.parts.upNext.previous();
    if (previous === null || this.parts.player.view.get().positionMs > BEGUN_MS) {
      this.#move('sought', 0);
    } else {
      this.play(previous);
    }
  };

  readonly playNext = (lectureId: string): void => {
    this.parts.upNext.playNext(lectureId);
    this.#showFirst();
  };

  readonly addToQueue = (lectureId: string): void => {
    this.parts.upNext.addLast(lectureId);
    this.#showFirst();
  };

  readonly removeFromQueue = (lectureId: string): void => {
    this.parts.upNext.remove(lectureId);
  };

  readonly moveInQueue = (lectureId: string, to: number): void => {
    this.parts.upNext.move(lectureId, to);
  };

  readonly setSleep = (choice: number | 'end-of-lecture' | null): void => {
    this.parts.sleep.set(choice);
  };

  readonly extendSleep = (): void => {
    this.parts.sleep.extend();
  };

  readonly setRate = (rate: number): void => {
    const { lectureId } = this.parts.player.view.get();
    if (lectureId !== null) {
      this.parts.preferences.chooseRate(this.parts.speedKey(lectureId), rate);
    }
    this.parts.player.applyRate(rate);
  };

  readonly setPlayback = (change: Partial<PlaybackSettings>): void => {
    this.parts.preferences.change(change);
    const { lectureId } = this.parts.player.view.get();
    if (lectureId !== null) {
      this.parts.player.applyRate(this.parts.preferences.rateOf(this.parts.speedKey(lectureId)));
    }
  };

  readonly undoSeek = (): void => {
    const jump = this.parts.seekUndo.view.get();
    if (jump !== null) {
      this.parts.seekUndo.clear();
      this.parts.player.seek(jump.backToMs, 'restored');
    }
  };

  readonly goToPlace = (lectureId: string, positionMs: number): void => {
    const { lectureId: loaded } = this.parts.player.view.get();
    if (lectureId === loaded) {
      this.#move('restored', positionMs);
    } else {
      this.parts.player.moveTo(lectureId, positionMs);
    }
  };

  readonly playFrom = (lectureId: string, positionMs: number): void => {
    const { lectureId: loaded } = this.parts.player.view.get();
    if (lectureId === loaded) {
      this.#move('sought', positionMs);
      this.parts.player.resume();
    } else {
      this.parts.player.playFrom(lectureId, positionMs);
    }
  };

  readonly moveToOtherDevice = (): void => {
    const told = this.parts.otherDevicePosition.view.get();
    if (told !== null) {
      this.parts.otherDevicePosition.clear();
      this.#move('elsewhere', told.positionMs);
    }
  };

  readonly stayHere = (): void => {
    if (this.parts.otherDevicePosition.view.get() !== null) {
      this.parts.player.stay();
    }
    this.parts.otherDevicePosition.stay();
    this.parts.playedElsewhere.decline();
  };

  /** Shows the lecture that the present account heard last, and its queue. */
  async open(): Promise<void> {
    const { session, preferences, upNext, tables } = this.parts;
    const [remembered] = await Promise.all([
      tables.transact(['settings'], 'read', readPlayer),
      preferences.load(),
      upNext.open(),
    ]);
    if (remembered.account === session.account && remembered.lectureId !== null) {
      this.parts.player.restore(remembered.lectureId);
      this.#offerUndoAgain(remembered.lectureId);
    }
  }

  /** The listener jumped and heard nothing since: the way back is offered as before the restart. */
  #offerUndoAgain(lectureId: string): void {
    const [last] = this.parts.placesOf(lectureId);
    const { positionMs } = this.parts.player.view.get();
    if (last?.cause === 'jump' && Math.abs(last.toMs - positionMs) <= ROUNDING_MS) {
      this.parts.seekUndo.offerAgain(last.positionMs);
    }
  }

  /** The guest signed in: the same listener continues under an account, and playback is not interrupted. */
  #handOver(change: ListenerSwitch): void {
    this.parts.player.handOver(change.to);
    this.parts.upNext.handOver(change);
  }

  /** Another listener. */
  #startOver(change: ListenerSwitch): void {
    this.close();
    this.parts.upNext.startOver(change);
  }

  /** Moves the first queued lecture into an empty player, paused. */
  #showFirst(): void {
    const [first] = this.parts.upNext.view.get().queue;
    if (this.parts.player.view.get().lectureId === null && first !== undefined) {
      this.parts.player.take(first);
    }
  }

  #move(kind: SeekKind, toMs: number): void {
    const { positionMs } = this.parts.player.view.get();
    this.parts.player.seek(toMs, kind);
    // Within the lecture: the undo starts from where the seek really went.
    this.parts.seekUndo.note(kind, positionMs, this.parts.player.view.get().positionMs);
  }

  /** Pressing play moves to the position of another device (C3), and the undo is offered. */
  #goingOn(go: () => number | null): void {
    const { positionMs } = this.parts.player.view.get();
    const movedToMs = go();
    if (movedToMs !== null) {
      this.parts.otherDevicePosition.clear();
      this.parts.seekUndo.note('elsewhere', positionMs, movedToMs);
    }
  }
}
