import type { MediaCommand, MediaControls } from '../ports';
import { SKIP_BACK_MS, SKIP_FORWARD_MS } from '../rules/playback/skip';

/** The commands that the lock screen and the headset can give. */
export interface PlaybackCommands {
  readonly resume: () => void;
  readonly pause: () => void;
  /** Relative; negative is back. */
  readonly skip: (byMs: number) => void;
  readonly seek: (positionMs: number) => void;
  readonly previous: () => void;
  readonly next: () => void;
}

export function followCommands(controls: MediaControls, player: PlaybackCommands): void {
  controls.onCommand((command: MediaCommand) => {
    switch (command.kind) {
      case 'play':
        player.resume();
        return;
      case 'pause':
      case 'stop': // The notification was swiped away: the app still shows the lecture, to be gone on with.
        player.pause();
        return;
      case 'back':
        player.skip(-(command.byMs ?? SKIP_BACK_MS));
        return;
      case 'forward':
        player.skip(command.byMs ?? SKIP_FORWARD_MS);
        return;
      case 'seek':
        player.seek(command.positionMs);
        return;
      case 'previous':
        player.previous();
        return;
      case 'next':
        player.next();
        return;
    }
  });
}
