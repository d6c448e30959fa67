import { GatewayFailure, type GatewayProblem } from '../offline/ports';

/**
 * What a status says about the request. Only what the server itself says of this very request counts as
 * a refusal (R14); 404, 403 and the like may come from a proxy, and must not cost an entry (R15).
 */
export function problemOf(status: number): GatewayProblem {
  switch (status) {
    case 401:
      return 'unauthorised';
    case 409:
      return 'conflict';
    case 400:
    case 413:
    case 422:
      return 'refused';
    default:
      return 'unavailable';
  }
}

/** An answer that refuses the call. */
export function refusal({ status, headers }: Pick<Response, 'status' | 'headers'>): GatewayFailure {
  return new GatewayFailure(problemOf(status), {
    refused: { status, retryAfterSeconds: secondsIn(headers.get('Retry-After')) },
  });
}

/** A date is not understood: this server sends none, and a device's clock may be wrong. */
function secondsIn(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** A call's failure as one of the closed set: no connection, a timeout, or an answer that is not JSON, say. */
export function gatewayFailure(failure: unknown): GatewayFailure {
  return failure instanceof GatewayFailure ? failure : new GatewayFailure('unavailable', { cause: failure });
}
