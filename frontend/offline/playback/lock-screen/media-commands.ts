import type { PlayerCommands } from '../../commands';
import type { MediaCommand, MediaControls } from '../../ports';
import type { PlaybackSettings } from '../../types';

/**
 * Runs the commands of the lock screen, the headset and the car.
 *
 * @param settings as they are at that moment
 */
export function followMediaCommands(
  controls: MediaControls,
  player: Pick<PlayerCommands, 'resume' | 'pause' | 'skip' | 'seek' | 'previous' | 'next'>,
  settings: () => PlaybackSettings,
): void {
  controls.onCommand((command: MediaCommand) => {
    const { skipBackMs, skipForwardMs, trackButtons } = settings();
    const skips = trackButtons === 'skip';
    switch (command.kind) {
      case 'play':
        player.resume();
        return;
      case 'pause':
      case 'stop': // The notification was swiped away: the app still shows the lecture, to be gone on with.
        player.pause();
        return;
      case 'back':
        player.skip(-(command.byMs ?? skipBackMs));
        return;
      case 'forward':
        player.skip(command.byMs ?? skipForwardMs);
        return;
      case 'seek':
        player.seek(command.positionMs);
        return;
      case 'previous':
        if (skips) {
          player.skip(-skipBackMs);
        } else {
          player.previous();
        }
        return;
      case 'next':
        if (skips) {
          player.skip(skipForwardMs);
        } else {
          player.next();
        }
        return;
    }
  });
}
