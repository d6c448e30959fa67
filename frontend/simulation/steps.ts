import type { FlagName } from '../offline/rules/registers';

/** The steps of a storm. They are plain values, so a step means the same when others are left out. */

/** What the network does to the next call of a device. */
export type FaultKind =
  /** The request never arrives; the caller gets a failure. */
  | 'lost-request'
  /** The request arrives; the caller gets a failure. */
  | 'lost-answer'
  /** The request arrives twice. */
  | 'twice'
  /** The request arrives, and a copy of it arrives long after, when others have overtaken it. */
  | 'late-copy'
  /** The caller gets a failure; the request arrives later, after others. */
  | 'overtaken'
  /** The request arrives late; the caller waits. */
  | 'slow-request'
  /** The request arrives; the answer takes long. */
  | 'slow-answer'
  /** A proxy answers 503 by itself. */
  | 'unavailable'
  /** A proxy answers 504 although the server handled the request. */
  | 'timed-out-after'
  /** No answer comes; the caller times out. */
  | 'hung'
  | 'unauthorised'
  | 'too-many'
  /** A captive portal answers 200 with a page of its own. */
  | 'portal'
  /** A push with more than one intent is refused whole. */
  | 'too-large';

export type ListenerAction =
  | { readonly do: 'flag'; readonly flag: FlagName; readonly lecture: number; readonly on: boolean }
  /** Plays a lecture from the resume position for this long. */
  | { readonly do: 'listen'; readonly lecture: number; readonly forMs: number }
  | { readonly do: 'seek'; readonly toMs: number }
  | { readonly do: 'pause' | 'resume' | 'close' | 'hide' | 'show' | 'refresh' }
  | { readonly do: 'sign-out' }
  | { readonly do: 'sign-in'; readonly account: number }
  | { readonly do: 'take-over'; readonly keep: boolean }
  /** The tab is killed before its n-th step from now. */
  | { readonly do: 'kill'; readonly afterSteps: number }
  /** Opens the app in the tab, which ends the one that ran there. */
  | { readonly do: 'start' };

export type DeviceEvent =
  | { readonly do: 'offline' }
  /** `heard` is false when the browser's event is lost. */
  | { readonly do: 'online'; readonly heard: boolean }
  /** The fault happens to the next `calls` calls of this device. */
  | { readonly do: 'fault'; readonly kind: FaultKind; readonly delayMs: number; readonly calls: number }
  /** The device's clock is set. */
  | { readonly do: 'clock'; readonly byMs: number }
  /** The session's cookie is lost, as when the browser's data are cleared. */
  | { readonly do: 'forget-cookie' }
  /** The browser wakes the worker, if a page asked for that. The worker is killed before its n-th step. */
  | { readonly do: 'worker'; readonly afterSteps: number }
  /** A loss of power: every tab is killed, and writes that are not durable are lost. */
  | { readonly do: 'power-loss' };

export type EnvironmentEvent =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'server-down' | 'server-up' }
  /** Takes a snapshot of the server's database, and restores it with a new epoch (R13). */
  | { readonly do: 'snapshot' | 'restore' };

export type Step = (
  | (ListenerAction & { readonly device: number; readonly tab: number })
  | (DeviceEvent & { readonly device: number })
  | EnvironmentEvent
) & {
  /** Turns of the event loop before the next step; null to wait until nothing is pending. */
  readonly turns: number | null;
};

export interface DevicePlan {
  /** The error of its clock at the start. */
  readonly skewMs: number;
  /** Whether the monotonic clock stops while the device sleeps, as in browsers on most phones. */
  readonly stopsAsleep: boolean;
  /** The account that is signed in at the start; null for a guest. */
  readonly account: number | null;
  readonly tabs: number;
}

export interface StormPlan {
  readonly seed: number;
  readonly accounts: number;
  /** Duration of a round trip. */
  readonly roundTripMs: number;
  readonly devices: readonly DevicePlan[];
  readonly steps: readonly Step[];
}

/** Whether a step sets the clock of a device. */
export function isAnyClockSet({ steps }: StormPlan): boolean {
  return steps.some((step) => step.do === 'clock');
}
