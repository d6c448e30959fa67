import { browserWorld } from 'Frontend/offline/platform/browser';
import { LiveValue } from 'Frontend/offline/live/live';
import { gateway } from 'Frontend/gateway/index';
import type { World } from 'Frontend/offline/world';

/** The app's own world: the browser's, with the real server behind it. */
export function openWorld(): Promise<World> {
  return browserWorld(gateway, new LiveValue(null));
}
