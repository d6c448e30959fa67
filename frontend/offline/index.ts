/**
 * All of the offline core that views and the player may use. Reading is local and immediate. Every command
 * answers from local state and never waits for the network, except signing in and up.
 */
import { controllerAtStart } from './platform/controller-at-start';
import { lazyOffline } from './lazy';
import { LiveValue } from './live/live';
import type { Offline } from './offline';
import type { StorageProblem } from './types';

export type { Offline } from './offline';
export type * from './types';
export type { AccountSession, SignInOptions } from './gateway-port';
export { SKIP_STEPS_MS } from './rules/playback/skip';
export { letterOf, sortName, titleOrder } from './rules/title-order';

const storageProblem = new LiveValue<StorageProblem | null>(null);

/** The one core of this page. Nothing happens before `start()`. */
export const offline: Offline = lazyOffline(storageProblem, async (language) => {
  const [{ openCore }, { browserWorld, watchVersions }, { gateway }] = await Promise.all([
    import('./core'),
    import('./platform/browser'),
    import('../gateway'),
  ]);
  const core = await openCore(await browserWorld(gateway, storageProblem), language());
  return { ...core, ...watchVersions(core.player, controllerAtStart) };
});
