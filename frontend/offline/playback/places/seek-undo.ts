import { LiveValue } from '../../live/live';
import type { Time } from '../../ports';
import { addSeek, UNDO_OFFERED_MS, type SeekKind, type SeekGroup } from '../../rules/playback/seek-undo';
import type { SeekUndoView, Live, PlayerView } from '../../types';

/** Remembers for a while where a long seek began, so that one tap undoes it. */
export class SeekUndo {
  readonly view = new LiveValue<SeekUndoView | null>(null);
  #group: SeekGroup | null = null;
  #lectureId: string | null;
  /** Whether the undo stays until playback begins. */
  #isKept = false;
  #forget: () => void = () => undefined;

  constructor(
    player: Live<PlayerView>,
    private readonly time: Time,
  ) {
    this.#lectureId = player.get().lectureId;
    player.subscribe(() => {
      const { lectureId, state } = player.get();
      if (lectureId !== this.#lectureId) {
        this.#lectureId = lectureId;
        this.clear();
      }
      if (this.#isKept && state === 'playing') {
        this.#isKept = false;
        this.#forgetLater();
      }
    });
  }

  /** The listener seeks from `fromMs`, where playback is. */
  note(kind: SeekKind, fromMs: number, toMs: number): void {
    this.#group = addSeek(this.#group, { kind, fromMs, toMs, at: this.time.elapsedMs() });
    this.#forget();
    if (!this.#group.isUndoable) {
      this.view.set(null);
      return;
    }
    this.#isKept = false;
    this.view.set({ backToMs: this.#group.originMs });
    this.#forgetLater();
  }

  /** Offers the undo of a jump from before the app's start. It stays until a while after playback begins. */
  offerAgain(backToMs: number): void {
    this.#isKept = true;
    this.view.set({ backToMs });
  }

  clear(): void {
    this.#forget();
    this.#isKept = false;
    this.#group = null;
    this.view.set(null);
  }

  #forgetLater(): void {
    this.#forget = this.time.after(UNDO_OFFERED_MS, () => {
      this.clear();
    });
  }
}
