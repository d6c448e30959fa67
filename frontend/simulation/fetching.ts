import { AsyncLocalStorage } from 'node:async_hooks';
import type { Gateway } from '../offline/ports';

/**
 * The app's own gateway, over Hilla's own client, for many tabs at once: each call knows whose it is, and
 * what Hilla's client fetches goes the storm's way.
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

/** As much of a request as Hilla's client makes. */
class SentRequest {
  constructor(
    readonly url: string,
    readonly init: { readonly body?: string },
  ) {}
}

async function fetchByStorm(sent: SentRequest): Promise<unknown> {
  const carry = carrying.getStore();
  if (carry === undefined) {
    throw new Error(`nobody's call: ${sent.url}`);
  }
  const { status, body } = await carry({ path: `/${sent.url}`, body: sent.init.body ?? '{}' });
  return { ok: status >= 200 && status < 300, status, statusText: '', text: () => Promise.resolve(body) };
}

/** To be called once, before the first call. */
export function takeOverFetch(): void {
  Object.assign(globalThis, { Request: SentRequest, fetch: fetchByStorm });
}

/** The gateway of one tab. */
export function gatewayBy(carry: Carry, gateway: Gateway): Gateway {
  const by = <T>(call: () => Promise<T>): Promise<T> => carrying.run(carry, call);
  return {
    sync: (request) => by(() => gateway.sync(request)),
    catalogueChanges: (cursor) => by(() => gateway.catalogueChanges(cursor)),
    session: () => by(() => gateway.session()),
    signUp: (name, password) => by(() => gateway.signUp(name, password)),
    signIn: (name, password) => by(() => gateway.signIn(name, password)),
    signOut: () => by(() => gateway.signOut()),
  };
}
