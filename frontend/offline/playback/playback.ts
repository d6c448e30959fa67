import type { PlayerCommands } from '../player-commands';
import { readPlayer } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { PlaybackSettings } from '../types';
import type { OtherDevicePosition } from './other-device-position';
import type { SeekUndo } from './seek-undo';
import type { Player } from './player';
import type { Preferences } from './preferences';
import type { SleepTimer } from './sleep-timer';
import type { UpNext } from './up-next';

/** Beyond this, "previous" begins the present lecture anew. */
const BEGUN_MS = 5_000;

/** Listening as the listener commands it, from the app, the keyboard, the lock screen or the headset. */
export class Playback implements PlayerCommands {
  constructor(
    readonly player: Player,
    readonly upNext: UpNext,
    readonly sleep: SleepTimer,
    readonly seekUndo: SeekUndo,
    readonly otherDevicePosition: OtherDevicePosition,
    readonly preferences: Preferences,
    private readonly tables: Tables,
    /** What a lecture's speed is remembered by. */
    private readonly speedKey: (lectureId: string) => string,
  ) {}

  readonly play = (lectureId: string): void => {
    this.#goingOn(() => this.player.play(lectureId));
  };

  readonly playFromStart = (lectureId: string): void => {
    const { lectureId: loaded, positionMs } = this.player.view.get();
    this.player.playFromStart(lectureId);
    if (loaded === lectureId) {
      this.seekUndo.note('sought', positionMs, 0);
    }
  };

  readonly resume = (): void => {
    this.#goingOn(() => this.player.resume());
  };

  readonly pause = (): void => {
    this.player.pause();
  };

  readonly close = (): void => {
    this.sleep.set(null);
    this.player.close();
  };

  readonly seek = (positionMs: number): void => {
    this.#move('sought', positionMs);
  };

  readonly skip = (byMs: number): void => {
    this.#move('skipped', this.player.view.get().positionMs + byMs);
  };

  readonly next = (): void => {
    const { next } = this.upNext.view.get();
    if (next !== null) {
      this.play(next);
    }
  };

  readonly previous = (): void => {
    const previous = this.upNext.previous();
    if (previous === null || this.player.view.get().positionMs > BEGUN_MS) {
      this.#move('sought', 0);
    } else {
      this.play(previous);
    }
  };

  readonly playNext = (lectureId: string): void => {
    this.upNext.playNext(lectureId);
    this.#showFirst();
  };

  readonly addToQueue = (lectureId: string): void => {
    this.upNext.addLast(lectureId);
    this.#showFirst();
  };

  readonly removeFromQueue = (lectureId: string): void => {
    this.upNext.remove(lectureId);
  };

  readonly moveInQueue = (lectureId: string, to: number): void => {
    this.upNext.move(lectureId, to);
  };

  readonly setSleep = (choice: number | 'end-of-lecture' | null): void => {
    this.sleep.set(choice);
  };

  readonly extendSleep = (): void => {
    this.sleep.extend();
  };

  readonly setRate = (rate: number): void => {
    const { lectureId } = this.player.view.get();
    if (lectureId !== null) {
      this.preferences.chooseRate(this.speedKey(lectureId), rate);
    }
    this.player.applyRate(rate);
  };

  readonly setPlayback = (change: Partial<PlaybackSettings>): void => {
    this.preferences.change(change);
    const { lectureId } = this.player.view.get();
    if (lectureId !== null) {
      this.player.applyRate(this.preferences.rateOf(this.speedKey(lectureId)));
    }
  };

  readonly undoSeek = (): void => {
    const jump = this.seekUndo.view.get();
    if (jump !== null) {
      this.seekUndo.clear();
      this.player.seek(jump.backToMs);
    }
  };

  readonly moveToOtherDevice = (): void => {
    const told = this.otherDevicePosition.view.get();
    if (told !== null) {
      this.otherDevicePosition.clear();
      this.#move('elsewhere', told.positionMs);
    }
  };

  readonly stayHere = (): void => {
    if (this.otherDevicePosition.view.get() !== null) {
      this.player.stay();
    }
    this.otherDevicePosition.stay();
  };

  /** Shows what this account listened to last, and what it lined up. */
  async open(account: string): Promise<void> {
    await this.preferences.load();
    await this.upNext.open(account);
    const remembered = await this.tables.transact(['settings'], 'read', readPlayer);
    if (remembered.account === account && remembered.lectureId !== null) {
      this.player.restore(remembered.lectureId);
    }
  }

  /** The same listener goes on under an account; playback is not interrupted. */
  handOver(account: string): void {
    this.player.handOver(account);
    this.upNext.handOver(account);
  }

  /** Another listener. */
  startOver(account: string): void {
    this.close();
    this.upNext.startOver(account);
  }

  /** With nothing in the player, what was lined up first is shown in it, ready to be played. */
  #showFirst(): void {
    const [first] = this.upNext.view.get().queue;
    if (this.player.view.get().lectureId === null && first !== undefined) {
      this.player.take(first);
    }
  }

  #move(kind: 'sought' | 'skipped' | 'elsewhere', toMs: number): void {
    const { positionMs } = this.player.view.get();
    this.player.seek(toMs);
    // Within the lecture: the way back is from where it really went.
    this.seekUndo.note(kind, positionMs, this.player.view.get().positionMs);
  }

  /** Pressing play goes to where another device moved on to (C3); the way back is offered. */
  #goingOn(go: () => number | null): void {
    const { positionMs } = this.player.view.get();
    const movedToMs = go();
    if (movedToMs !== null) {
      this.otherDevicePosition.clear();
      this.seekUndo.note('elsewhere', positionMs, movedToMs);
    }
  }
}
