import type { Gateway } from '../offline/ports';
import { ProgressTimeout } from './progress-timeout';
import { gatewayFailure, refusal } from './problems';
import { fromSyncAnswer, toSyncRequest } from './wire';

type WireSyncAnswer = Parameters<typeof fromSyncAnswer>[0];

const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

/**
 * A push without Hilla's client, which expects a page that stays: the same request (Hilla's protocol), for the
 * worker, and for a page that is going away.
 */
export const sendDirectly: Gateway['sync'] = async (request, how) => {
  const body = JSON.stringify({ request: toSyncRequest(request) });
  const timeout = new ProgressTimeout(body.length);
  let answer: WireSyncAnswer;
  try {
    const response = await fetch('connect/ListeningEndpoint/sync', {
      method: 'POST',
      headers: JSON_HEADERS,
      body,
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: how?.keepalive ?? false,
      signal: timeout.signal,
    });
    if (!response.ok) {
      throw refusal(response);
    }
    answer = (await timeout.watch(response).json()) as WireSyncAnswer;
  } catch (failure) {
    throw gatewayFailure(failure);
  } finally {
    timeout.cancel();
  }
  return fromSyncAnswer(answer);
};
