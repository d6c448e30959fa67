import { AsyncLocalStorage } from 'node:async_hooks';
import type { Gateway } from '../offline/ports';

/**
 * The app's own gateway, over Hilla's own client, for many tabs at once: each call knows whose it is, and
 * what Hilla's client fetches goes through the simulated network.
 */

/** What Hilla's client makes of a call. */
export interface Sent {
  readonly path: string;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export type Carry = (sent: Sent) => Promise<Answered>;

const carrying = new AsyncLocalStorage<Carry>();

/** As much of a request as Hilla's client makes, and the gateway makes of that. */
class SentRequest {
  readonly url: string;
  readonly init: { readonly body?: string };

  constructor(from: string | SentRequest, init: { readonly body?: string }) {
    this.url = typeof from === 'string' ? from : from.url;
    this.init = typeof from === 'string' ? init : { ...from.init, ...init };
  }
}

/** By Hilla's client with a request, directly with an address. */
async function fetchByStorm(what: SentRequest | string, how?: { readonly body?: string }): Promise<unknown> {
  const { url, init } = typeof what === 'string' ? new SentRequest(what, how ?? {}) : what;
  const carry = carrying.getStore();
  if (carry === undefined) {
    throw new Error(`nobody's call: ${url}`);
  }
  const { status, body } = await carry({ path: `/${url}`, body: init.body ?? '{}' });
  return {
    ...{ ok: status >= 200 && status < 300, status, statusText: '' },
    body: null, // All of it is here at once.
    text: () => Promise.resolve(body),
    json: async () => Promise.resolve(JSON.parse(body) as unknown),
  };
}

/** To be called once, before the first call. */
export function takeOverFetch(): void {
  Object.assign(globalThis, { Request: SentRequest, fetch: fetchByStorm });
}

/** One call of the gateway's, for whoever it is carried. */
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
    session: sentThrough(carry, gateway.session),
    signUp: sentThrough(carry, gateway.signUp),
    signIn: sentThrough(carry, gateway.signIn),
    signOut: sentThrough(carry, gateway.signOut),
  };
}
