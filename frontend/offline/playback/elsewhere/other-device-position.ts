import { LiveValue } from '../../live/live';
import { movedOnOtherDevice } from '../../rules/playback/other-device-position';
import { isSamePlace } from '../../rules/playback/same-place';
import type { LectureProgress } from '../../rules/lecture-progress';
import type { OtherDevicePositionView, Live, PlayerView } from '../../types';

/**
 * Detects that another device continued the loaded lecture (C8), and shows its position. The listener chooses
 * whether to move there. Playback here soon records a later position, so the other one is kept until the
 * listener has chosen, or another lecture is loaded.
 */
export class OtherDevicePosition {
  readonly view = new LiveValue<OtherDevicePositionView | null>(null);
  #lectureId: string | null = null;
  #knownAt = 0;
  /** The listener wants to stay here. */
  #stays = false;

  constructor(
    private readonly player: Live<PlayerView>,
    progressView: Live<unknown>,
    private readonly progressOf: (lectureId: string) => LectureProgress | null,
    private readonly thisDevice: () => string,
  ) {
    player.subscribe(() => {
      this.#follow();
    });
    progressView.subscribe(() => {
      this.#notice();
    });
    this.#follow();
  }

  /** The listener chose. No other position is offered until another lecture is loaded. */
  stay(): void {
    this.#stays = true;
    this.view.set(null);
  }

  /** What was told is done. */
  clear(): void {
    this.#knownAt = this.#latestAt();
    this.view.set(null);
  }

  #follow(): void {
    const { lectureId, positionMs } = this.player.get();
    if (lectureId !== this.#lectureId) {
      this.#lectureId = lectureId;
      this.#stays = false;
      this.clear();
    }
    const told = this.view.get();
    if (told !== null && isSamePlace(told.positionMs, positionMs)) {
      this.view.set(null); // Playback here reached the position by itself.
    }
  }

  #notice(): void {
    const { lectureId, positionMs, source } = this.player.get();
    if (lectureId === null || this.#stays) {
      return;
    }
    if (source === null) {
      this.#knownAt = this.#latestAt(); // The lecture is only shown: it follows the other device, and nothing is offered.
      return;
    }
    const here = { deviceId: this.thisDevice(), positionMs, knownAt: this.#knownAt };
    const movedToMs = movedOnOtherDevice(this.progressOf(lectureId), here);
    if (movedToMs !== null) {
      this.#knownAt = this.#latestAt();
      this.view.set({ positionMs: movedToMs });
    }
  }

  #latestAt(): number {
    return (this.#lectureId === null ? null : this.progressOf(this.#lectureId)?.positionAt) ?? 0;
  }
}
