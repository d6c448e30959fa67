import { GatewayFailure, type Gateway, type Network } from './ports';

/** C5: while there is no network nothing is called at all, also when it went in the midst of a round. */
export function whileOnline(gateway: Gateway, network: Network): Gateway {
  const call = <T>(work: () => Promise<T>): Promise<T> =>
    network.mayBeThere()
      ? work()
      : Promise.reject(new GatewayFailure('unavailable', { cause: new Error('there is no network') }));
  return {
    sync: (request, how) => call(() => gateway.sync(request, how)),
    catalogueChanges: (cursor) => call(() => gateway.catalogueChanges(cursor)),
    session: () => call(() => gateway.session()),
    signUp: (name, password) => call(() => gateway.signUp(name, password)),
    signIn: (name, password) => call(() => gateway.signIn(name, password)),
    signOut: () => call(() => gateway.signOut()),
  };
}
