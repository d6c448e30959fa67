import type { PlayerCommands } from '../commands';
import type { MediaCommand, MediaControls } from '../ports';
import { SKIP_BACK_MS, SKIP_FORWARD_MS } from '../rules/playback/skip';

/** Runs the commands of the lock screen, the headset and the car. */
export function followMediaCommands(
  controls: MediaControls,
  player: Pick<PlayerCommands, 'resume' | 'pause' | 'skip' | 'seek' | 'previous' | 'next'>,
): void {
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
