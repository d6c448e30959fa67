import { LiveValue } from '../../live/live';
import type { Page, Time } from '../../ports';
import { addSeek, UNDO_OFFERED_MS, type SeekKind, type SeekGroup } from '../../rules/playback/seek-undo';
import type { SeekUndoView, Live, PlayerView } from '../../types';

/** Remembers for a while where a long seek began, so that one tap undoes it. */
export class SeekUndo {
  readonly view = new LiveValue<SeekUndoView | null>(null);
  #group: SeekGroup | null = null;
  #lectureId: string | null;
  /** The offer is made on a page that the listener does not see yet. */
  #isUnseen = false;
  #forget: () => void = () => undefined;

  constructor(
    player: Live<PlayerView>,
    private readonly time: Time,
    private readonly page: Pick<Page, 'isVisible' | 'onVisible'>,
  ) {
    this.#lectureId = player.get().lectureId;
    player.subscribe(() => {
      const { lectureId, state } = player.get();
      if (lectureId !== this.#lectureId) {
        this.#lectureId = lectureId;
        this.clear();
      }
      if (state === 'playing') {
        this.#seen();
      }
    });
    page.onVisible(() => {
      this.#seen();
    });
  }

  /** The listener seeks from `fromMs`, where playback is. */
  note(kind: SeekKind, fromMs: number, toMs: number): void {
    this.#group = addSeek(this.#group, { kind, fromMs, toMs, at: this.time.elapsedMs() });
    this.#forget();
    this.#isUnseen = false;
    if (!this.#group.isUndoable) {
      this.view.set(null);
      return;
    }
    this.view.set({ backToMs: this.#group.originMs });
    this.#forgetLater();
  }

  /** Offers the undo of a jump from before the app's start, for as long as after a seek once the page is visible. */
  offerAgain(backToMs: number): void {
    this.view.set({ backToMs });
    this.#isUnseen = true;
    if (this.page.isVisible()) {
      this.#seen();
    }
  }

  clear(): void {
    this.#forget();
    this.#isUnseen = false;
    this.#group = null;
    this.view.set(null);
  }

  #seen(): void {
    if (this.#isUnseen) {
      this.#isUnseen = false;
      this.#forgetLater();
    }
  }

  #forgetLater(): void {
    this.#forget();
    this.#forget = this.time.after(UNDO_OFFERED_MS, () => {
      this.clear();
    });
  }
}
