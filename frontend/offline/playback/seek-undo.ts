import { LiveValue } from '../live/live';
import type { Time } from '../ports';
import { addSeek, UNDO_OFFERED_MS, type SeekKind, type SeekGroup } from '../rules/playback/seek-undo';
import type { SeekUndoView, Live, PlayerView } from '../types';

/** Remembers for a while where a long seek began, so that one tap undoes it. */
export class SeekUndo {
  readonly view = new LiveValue<SeekUndoView | null>(null);
  #group: SeekGroup | null = null;
  #lectureId: string | null;
  #forget: () => void = () => undefined;

  constructor(
    player: Live<PlayerView>,
    private readonly time: Time,
  ) {
    this.#lectureId = player.get().lectureId;
    player.subscribe(() => {
      const { lectureId } = player.get();
      if (lectureId !== this.#lectureId) {
        this.#lectureId = lectureId;
        this.clear();
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
    this.view.set({ backToMs: this.#group.originMs });
    this.#forget = this.time.after(UNDO_OFFERED_MS, () => {
      this.clear();
    });
  }

  clear(): void {
    this.#forget();
    this.#group = null;
    this.view.set(null);
  }
}
