import type { MediaCommand, MediaControls } from '../ports';

const BACK_MS = -15_000;
const FORWARD_MS = 30_000;

/** What the lock screen and the headset may ask of the player. */
export interface Commanded {
  readonly resume: () => void;
  readonly pause: () => void;
  /** Relative; negative is back. */
  readonly skip: (byMs: number) => void;
  readonly seek: (positionMs: number) => void;
}

export function followCommands(controls: MediaControls, player: Commanded): void {
  controls.onCommand((command: MediaCommand) => {
    switch (command.kind) {
      case 'play':
        player.resume();
        return;
      case 'pause':
        player.pause();
        return;
      case 'back':
        player.skip(BACK_MS);
        return;
      case 'forward':
        player.skip(FORWARD_MS);
        return;
      case 'seek':
        player.seek(command.positionMs);
        return;
    }
  });
}
