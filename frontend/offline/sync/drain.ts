import type { Applied, Batch, Exchange } from '../outbox/exchange';
import type { Gateway, GatewayProblem, Locks, Network, SendOptions } from '../ports';
import { resultOf } from './while-online';

/** `idle`: there was nothing to say, and nobody was asked. */
export type Drained = 'done' | 'idle' | 'busy' | Exclude<GatewayProblem, 'refused'>;

/** The lock of the one drainer (C6); nothing depends on it but politeness. */
export const SYNC_LOCK = 'durus-sync';

/** Answers in a row that settle nothing before the server is let alone for a while. */
const MAX_FRUITLESS = 3;

/** Of what is under way when a page goes away the browser carries 64 KiB; the rest is the request around. */
const MOST_BYTES_LEAVING = 56 * 1024;

/** How often the lock may be found taken in a row: a tab that sleeps while it holds it must not stop us. */
const MOST_TIMES_BUSY = 30;

/** Pushes and pulls until there is nothing left to do, entries added meanwhile included (C5). */
export class Drain {
  #timesBusy = 0;

  constructor(
    private readonly exchange: Exchange,
    /** Calls nobody while there is no network. */
    private readonly gateway: Pick<Gateway, 'sync'>,
    private readonly network: Pick<Network, 'mayBeThere'>,
    private readonly locks: Locks,
    /** Whether whoever drains may be gone before the answer is there: then what is sent is small. */
    private readonly isLeaving: () => boolean = () => false,
  ) {}

  /** @param pulls whether to ask for what is new there when there is nothing to say */
  async run(account: string, pulls: boolean): Promise<Drained> {
    const drained = await this.locks.ifFree(SYNC_LOCK, () => this.#untilEmpty(account, pulls));
    this.#timesBusy = drained === 'busy' ? this.#timesBusy + 1 : 0;
    return this.#timesBusy > MOST_TIMES_BUSY ? this.#untilEmpty(account, pulls) : drained;
  }

  async #untilEmpty(account: string, pulls: boolean): Promise<Drained> {
    let fruitless = 0;
    for (let first = true; fruitless < MAX_FRUITLESS; first = false) {
      if (!this.network.mayBeThere()) {
        return first && !pulls && !(await this.exchange.hasOffers(account)) ? 'idle' : 'offline';
      }
      const keepalive = this.isLeaving();
      const batch = await this.exchange.take(account, {
        // What a clock that may be wrong stamped is not sent before the server was asked for the time, once (R8).
        ...{ asksTimeFirst: first, onlyOffers: first && !pulls },
        ...(keepalive && { mostBytes: MOST_BYTES_LEAVING }),
      });
      if (batch === null) {
        return first ? 'idle' : 'done';
      }
      const outcome = await this.#send(batch, { keepalive });
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
        fruitless = outcome.advanced || batch.asksTime ? 0 : fruitless + 1;
      }
    }
    return 'unavailable';
  }

  async #send(batch: Batch, how: SendOptions): Promise<Applied | GatewayProblem> {
    const said = await resultOf(this.gateway.sync(batch.request, how));
    if ('problem' in said) {
      return said.problem;
    }
    // Another listener's state is never applied (C7); something between us and the server mixes answers.
    return said.answer.listenerId === batch.request.listenerId
      ? this.exchange.apply(batch, said.answer)
      : 'unavailable';
  }

  /**
   * Whether the refusal is about the batch (R14): one that stands alone is condemned only if the server
   * takes a pull from this very device, lest a server that refuses everything eat the outbox (R15).
   */
  async #isCulprit({ request }: Batch): Promise<boolean> {
    if (request.intents.length !== 1) {
      return request.intents.length > 1;
    }
    const pull = await this.exchange.take(request.listenerId, { pullOnly: true });
    return pull !== null && typeof (await this.#send(pull, { keepalive: false })) !== 'string';
  }
}
