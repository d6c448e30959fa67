import { LiveValue } from '../live/live';
import type { Time } from '../ports';
import { follow, OFFERED_MS, type MoveKind, type Trail } from '../rules/playback/seek-undo';
import type { SeekUndoView, Live, PlayerView } from '../types';

/** Remembers for a while where a long seek began, so that one tap undoes it. */
export class SeekUndo {
  readonly view = new LiveValue<SeekUndoView | null>(null);
  #trail: Trail | null = null;
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

  /** The listener moves, from where playback is. */
  note(kind: MoveKind, fromMs: number, toMs: number): void {
    this.#trail = follow(this.#trail, { kind, fromMs, toMs, at: this.time.elapsedMs() });
    this.#forget();
    if (!this.#trail.isJump) {
      this.view.set(null);
      return;
    }
    this.view.set({ backToMs: this.#trail.originMs });
    this.#forget = this.time.after(OFFERED_MS, () => {
      this.clear();
    });
  }

  clear(): void {
    this.#forget();
    this.#trail = null;
    this.view.set(null);
  }
}
