import type { EndpointRequestInit } from '@vaadin/hilla-frontend';
import { time } from '../offline/platform/platform';
import { StallTimeout } from '../offline/stall-timeout';
import { refusal } from './problems';

/** Where the server has its endpoints, relative to the app. */
const PREFIX = 'connect';

const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

/** How a call is sent. Options of Hilla are ignored: each call has its own timeout. */
export interface CallOptions extends EndpointRequestInit {
  /** The browser completes the call even when the page closes. */
  readonly keepalive?: boolean;
  /** How long the answer may take to begin; ms. */
  readonly answerMs?: number;
}

/**
 * Sends what Hilla's generated functions call, in Hilla's protocol (decision 0028). The page, the worker and
 * the storm use it. Hilla's generator takes it from `frontend/connect-client.ts`.
 */
export const client = {
  /**
   * Resolves with the answer. Rejects with a {@link GatewayFailure} when the server refuses the call, and otherwise
   * with what `fetch` or the parsing fails with. Ends when the call stalls.
   */
  call: async <Answer>(
    endpoint: string,
    method: string,
    params: unknown,
    options?: CallOptions,
  ): Promise<Answer> => {
    const body = JSON.stringify(params);
    const timeout = new StallTimeout(time, body.length, options?.answerMs);
    try {
      const response = await fetch(`${PREFIX}/${endpoint}/${method}`, {
        method: 'POST',
        headers: HEADERS,
        body,
        credentials: 'same-origin',
        cache: 'no-store',
        keepalive: options?.keepalive ?? false,
        signal: timeout.signal,
      });
      if (!response.ok) {
        throw refusal(response);
      }
      timeout.restart();
      return answerIn(await timeout.counted(response).text()) as Answer;
    } finally {
      timeout.cancel();
    }
  },
};

/** The generated types omit what the server sends as null. */
function answerIn(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => value ?? undefined);
}
