/**
 * The server, as the offline core calls it: the only importer of what Hilla generates. Every call ends
 * in bounded time, and every failure is one of a closed set (contract of `Gateway`).
 */
import { AccountEndpoint, CatalogueEndpoint, ListeningEndpoint } from 'Frontend/generated/endpoints';
import client from 'Frontend/generated/connect-client.default';
import type { EndpointRequestInit } from '@vaadin/hilla-frontend';
import type { Gateway } from '../offline/ports';
import { sendDirectly } from './direct';
import { ProgressTimeout } from './progress-timeout';
import { gatewayFailure, refusal } from './problems';
import { fromCatalogueChanges, fromSession, fromSignInAnswer, fromSyncAnswer, toSyncRequest } from './wire';

client.middlewares.push(async ({ request, ...context }, next) => {
  const timeout = new ProgressTimeout(JSON.stringify(context.params ?? {}).length);
  try {
    const response = await next({ ...context, request: new Request(request, { signal: timeout.signal }) });
    if (!response.ok) {
      // Before Hilla's client turns the answer into an error that has lost its status.
      throw refusal(response);
    }
    return timeout.watch(response);
  } catch (failure) {
    timeout.cancel();
    throw failure;
  }
});

export const gateway: Gateway = {
  sync: (request, how) =>
    how?.keepalive === true
      ? sendDirectly(request, how)
      : call(async (init) => fromSyncAnswer(await ListeningEndpoint.sync(toSyncRequest(request), init))),
  catalogueChanges: (cursor) =>
    call(async (init) => fromCatalogueChanges(await CatalogueEndpoint.changes(cursor, init))),
  session: () => call(async (init) => fromSession(await AccountEndpoint.session(init))),
  signUp: (name, password) =>
    call(async (init) => fromSignInAnswer(await AccountEndpoint.signUp(name, password, init))),
  signIn: (name, password) =>
    call(async (init) => fromSignInAnswer(await AccountEndpoint.signIn(name, password, init))),
  signOut: () => call((init) => AccountEndpoint.signOut(init)),
};

/** `mute`: Vaadin's own indicator of loading and lost connections says nothing of our calls. */
async function call<T>(endpoint: (init: EndpointRequestInit) => Promise<T>): Promise<T> {
  try {
    return await endpoint({ mute: true });
  } catch (failure) {
    throw gatewayFailure(failure);
  }
}
