import { GatewayFailure, type GatewayProblem } from '../offline/gateway-port';

/**
 * What a status says about the request. Only an answer of the server itself about this request counts as a
 * refusal (R14). A proxy may send 404, 403 and the like, and these must not cost an entry (R15).
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

/** `Retry-After` as a date is ignored: this server sends none, and the device's clock may be wrong. */
function secondsIn(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** Maps any failure of a call to one of the closed set: no connection, a timeout, or an answer that is not JSON. */
export function gatewayFailure(failure: unknown): GatewayFailure {
  return failure instanceof GatewayFailure ? failure : new GatewayFailure('unavailable', { cause: failure });
}
