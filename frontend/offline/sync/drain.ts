import type { Applied, Batch, Exchange } from '../outbox/exchange';
import { GatewayFailure, type Gateway, type GatewayProblem, type Locks, type Network } from '../ports';

export type Drained = 'done' | 'offline' | 'busy' | Exclude<GatewayProblem, 'refused'>;

/** The lock of the one drainer (C6); nothing depends on it but politeness. */
export const SYNC_LOCK = 'durus-sync';

/** Answers in a row that settle nothing before the server is let alone for a while. */
const PATIENCE = 3;

/** How often the lock may be found taken in a row: a tab that sleeps while it holds it must not stop us. */
const MOST_TIMES_BUSY = 30;

/** Pushes and pulls until there is nothing left to do, entries added meanwhile included (C5). */
export class Drain {
  #timesBusy = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly gateway: Gateway,
    private readonly network: Network,
    private readonly locks: Locks,
  ) {}

  async run(account: string): Promise<Drained> {
    const drained = await this.locks.ifFree(SYNC_LOCK, () => this.#untilEmpty(account));
    this.#timesBusy = drained === 'busy' ? this.#timesBusy + 1 : 0;
    return this.#timesBusy > MOST_TIMES_BUSY ? this.#untilEmpty(account) : drained;
  }

  async #untilEmpty(account: string): Promise<Drained> {
    let fruitless = 0;
    while (fruitless < PATIENCE) {
      if (!this.network.mayBeThere()) {
        return 'offline';
      }
      const batch = await this.exchange.take(account);
      const outcome = await this.#send(batch);
      if (outcome === 'refused') {
        if (!(await this.#isCulprit(batch))) {
          return 'unavailable';
        }
        await this.exchange.refuse(batch);
      } else if (typeof outcome === 'string') {
        return outcome;
      } else if (!outcome.more) {
        return 'done';
      } else {
        fruitless = outcome.advanced ? 0 : fruitless + 1;
      }
    }
    return 'unavailable';
  }

  async #send(batch: Batch): Promise<Applied | GatewayProblem> {
    try {
      const answer = await this.gateway.sync(batch.request);
      // Another listener's state is never applied (C7); something between us and the server mixes answers.
      return answer.listenerId === batch.request.listenerId
        ? await this.exchange.apply(batch, answer)
        : 'unavailable';
    } catch (failure) {
      if (failure instanceof GatewayFailure) {
        return failure.problem;
      }
      throw failure;
    }
  }

  /**
   * Whether the refusal is about the batch (R14): one that stands alone is condemned only if the server
   * takes a pull from this very device, lest a server that refuses everything eat the outbox (R15).
   */
  async #isCulprit({ request }: Batch): Promise<boolean> {
    if (request.intents.length !== 1) {
      return request.intents.length > 1;
    }
    const outcome = await this.#send(await this.exchange.take(request.listenerId, true));
    return typeof outcome !== 'string';
  }
}
