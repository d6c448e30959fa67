import { GatewayFailure, type Gateway } from '../offline/ports';
import { gatewayFailure, problemOf } from './problems';
import { fromSyncAnswer, toSyncRequest } from './wire';

type WireSyncAnswer = Parameters<typeof fromSyncAnswer>[0];

/** A push of 500 intents takes well under a second; the rest is the network's. */
export const LONGEST_CALL_MS = 20_000;

const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

/**
 * A push without Hilla's client, which expects a page that stays: the same request (Hilla's protocol), for the
 * worker, and for a page that is going away.
 */
export const sendDirectly: Gateway['sync'] = async (request, how) => {
  let answer: WireSyncAnswer;
  try {
    const response = await fetch('connect/ListeningEndpoint/sync', {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ request: toSyncRequest(request) }),
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: how?.keepalive ?? false,
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
    });
    if (!response.ok) {
      throw new GatewayFailure(problemOf(response.status));
    }
    answer = (await response.json()) as WireSyncAnswer;
  } catch (failure) {
    throw gatewayFailure(failure);
  }
  return fromSyncAnswer(answer);
};
