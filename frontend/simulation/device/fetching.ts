import { AsyncLocalStorage } from 'node:async_hooks';
import type { Gateway } from '../../offline/gateway-port';

/**
 * The app's own gateway for many tabs at once. Each call carries its tab, and its requests pass through the
 * simulated network.
 */

/** The gateway's result of a call. */
export interface SentRequest {
  readonly path: string;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export type Carry = (sent: SentRequest) => Promise<Answered>;

const carrying = new AsyncLocalStorage<Carry>();

async function fetchByStorm(url: string, { body }: { readonly body: string }): Promise<unknown> {
  const carry = carrying.getStore();
  if (carry === undefined) {
    throw new Error(`nobody's call: ${url}`);
  }
  const { status, body: answer } = await carry({ path: `/${url}`, body });
  return {
    ...{ ok: status >= 200 && status < 300, status, headers: new Headers() },
    body: null, // the whole body is here already
    text: () => Promise.resolve(answer),
  };
}

/** Call this once, before the first call. */
export function takeOverFetch(): void {
  Object.assign(globalThis, { fetch: fetchByStorm });
}

/** One call of the gateway, for the tab that makes it. */
export function sentThrough<Given extends unknown[], T>(
  carry: Carry,
  call: (...given: Given) => Promise<T>,
): (...given: Given) => Promise<T> {
  return (...given) => carrying.run(carry, () => call(...given));
}

/** The gateway of one tab. */
export function gatewayBy(carry: Carry, gateway: Gateway): Gateway {
  return {
    sync: sentThrough(carry, gateway.sync),
    catalogueChanges: sentThrough(carry, gateway.catalogueChanges),
    // The catalogue of a storm is one page: its server has no snapshot.
    catalogueSnapshot: () => Promise.resolve(false),
    session: sentThrough(carry, gateway.session),
    signUp: sentThrough(carry, gateway.signUp),
    signIn: sentThrough(carry, gateway.signIn),
    resetPassword: sentThrough(carry, gateway.resetPassword),
    sendPasswordCode: sentThrough(carry, gateway.sendPasswordCode),
    emailAddress: sentThrough(carry, gateway.emailAddress),
    changeEmailAddress: sentThrough(carry, gateway.changeEmailAddress),
    confirmEmailAddress: sentThrough(carry, gateway.confirmEmailAddress),
    removeEmailAddress: sentThrough(carry, gateway.removeEmailAddress),
    changePassword: sentThrough(carry, gateway.changePassword),
    signInOptions: sentThrough(carry, gateway.signInOptions),
    deleteAccount: sentThrough(carry, gateway.deleteAccount),
    sessions: sentThrough(carry, gateway.sessions),
    endSession: sentThrough(carry, gateway.endSession),
    endOtherSessions: sentThrough(carry, gateway.endOtherSessions),
    signOut: sentThrough(carry, gateway.signOut),
  };
}
