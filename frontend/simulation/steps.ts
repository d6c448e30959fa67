import type { FlagName } from '../offline/rules/registers';

/** What can happen in a storm. Plain values: a step means the same whichever others are left out. */

/** What the network does to the next call of a device. */
export type FaultKind =
  /** It never arrives; the caller is told. */
  | 'lost-request'
  /** It arrives, and the caller is told that it did not. */
  | 'lost-answer'
  /** It arrives twice. */
  | 'twice'
  /** It arrives, and a copy of it arrives long after, when others have overtaken it. */
  | 'late-copy'
  /** The caller is told that it did not arrive; it does, after others. */
  | 'overtaken'
  /** It arrives late, and the caller waits. */
  | 'slow-request'
  /** It arrives, and the answer takes long. */
  | 'slow-answer'
  /** A proxy answers 503 by itself. */
  | 'unavailable'
  /** A proxy answers 504 although the server did it. */
  | 'timed-out-after'
  /** Nobody answers until the caller gives up. */
  | 'hung'
  | 'unauthorised'
  | 'too-many'
  /** A captive portal answers 200 with a page of its own. */
  | 'portal'
  /** More than one intent at a time is refused whole. */
  | 'too-large';

export type ListenerAction =
  | { readonly do: 'flag'; readonly flag: FlagName; readonly lecture: number; readonly on: boolean }
  /** Plays it from where the listener stands, for so long. */
  | { readonly do: 'listen'; readonly lecture: number; readonly forMs: number }
  | { readonly do: 'seek'; readonly toMs: number }
  | { readonly do: 'pause' | 'resume' | 'close' | 'hide' | 'show' | 'refresh' }
  | { readonly do: 'sign-out' }
  | { readonly do: 'sign-in'; readonly account: number }
  | { readonly do: 'take-over'; readonly keep: boolean }
  /** It dies before its n-th step from now. */
  | { readonly do: 'kill'; readonly afterSteps: number }
  /** Opens the app again, or for the first time; ends what was left of it. */
  | { readonly do: 'start' };

export type DeviceEvent =
  | { readonly do: 'offline' }
  /** Unheard: the browser's event is lost. */
  | { readonly do: 'online'; readonly heard: boolean }
  /** To the next `calls` of this device. */
  | { readonly do: 'fault'; readonly kind: FaultKind; readonly delayMs: number; readonly calls: number }
  /** Somebody sets the device's clock. */
  | { readonly do: 'clock'; readonly byMs: number }
  /** The session's cookie is gone, as when a browser is cleaned. */
  | { readonly do: 'forget-cookie' }
  /** The browser wakes the worker, if a page asked for that; it dies before its n-th step from then. */
  | { readonly do: 'worker'; readonly afterSteps: number }
  /** The battery falls out: what was not written durably is gone, and every tab. */
  | { readonly do: 'power-loss' };

export type EnvironmentEvent =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'server-down' | 'server-up' }
  /** Of the server's database, and its being put back, with a new epoch (R13). */
  | { readonly do: 'snapshot' | 'restore' };

export type Step = (
  | (ListenerAction & { readonly device: number; readonly tab: number })
  | (DeviceEvent & { readonly device: number })
  | EnvironmentEvent
) & {
  /** How many turns of the event loop pass before the next step; null for until nothing moves. */
  readonly turns: number | null;
};

export interface DevicePlan {
  /** How wrong its clock is in the beginning. */
  readonly skewMs: number;
  /** Whether the clock that nobody sets stops while it sleeps, as browsers on most phones have it. */
  readonly stopsAsleep: boolean;
  /** Who is signed in there in the beginning; null for a guest. */
  readonly account: number | null;
  readonly tabs: number;
}

export interface StormPlan {
  readonly seed: number;
  readonly accounts: number;
  /** Of a call there and back. */
  readonly roundTripMs: number;
  readonly devices: readonly DevicePlan[];
  readonly steps: readonly Step[];
}

/** Whether somebody sets the clock of a device. */
export function isAnyClockSet({ steps }: StormPlan): boolean {
  return steps.some((step) => step.do === 'clock');
}
