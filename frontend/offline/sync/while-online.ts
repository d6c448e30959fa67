import { GatewayFailure, type Gateway, type GatewayProblem, type RefusedResponse } from '../gateway-port';
import { type Network } from '../ports';

/**
 * C5: makes no call while there is no network, also when it was lost during a round. A call that failed
 * because the network was lost does not count as a failure of the server.
 *
 * @param onAnswered is told of each call that the server answered, also by refusing it
 */
export function whileOnline<Called extends Partial<Gateway>>(
  gateway: Called,
  network: Pick<Network, 'mayBeThere'>,
  onAnswered: () => void = () => undefined,
): Called {
  const calls = Object.entries(gateway) as Array<[string, (...given: unknown[]) => Promise<unknown>]>;
  return Object.fromEntries(
    calls.map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        if (!network.mayBeThere()) {
          throw new GatewayFailure('offline');
        }
        try {
          const answer = await call(...given);
          onAnswered();
          return answer;
        } catch (failure) {
          if (failure instanceof GatewayFailure && isAnswer(failure.problem)) {
            onAnswered();
          }
          const went = !network.mayBeThere() && failure instanceof GatewayFailure;
          throw went && failure.problem === 'unavailable'
            ? new GatewayFailure('offline', { cause: failure })
            : failure;
        }
      },
    ]),
  ) as unknown as Called;
}

/** Anything on the way may say that the server is unavailable. The other refusals are the server's own. */
function isAnswer(problem: GatewayProblem): boolean {
  return problem !== 'offline' && problem !== 'unavailable';
}

/** The result of a call: the server's answer, or the problem. */
export type CallResult<T> =
  { readonly answer: T } | { readonly problem: GatewayProblem; readonly refused: RefusedResponse | null };

/** Turns a {@link GatewayFailure} into a result. Rejects with any other fault. */
export async function resultOf<T>(call: Promise<T>): Promise<CallResult<T>> {
  try {
    return { answer: await call };
  } catch (failure) {
    if (failure instanceof GatewayFailure) {
      return { problem: failure.problem, refused: failure.refused };
    }
    throw failure;
  }
}
