import { namedForBasePath } from '../../base-path';
import type { Applied, Batch, Exchange } from '../outbox/exchange';
import type { Gateway, GatewayProblem, SendOptions } from '../gateway-port';
import type { Locks, Network } from '../ports';
import { resultOf } from './while-online';

/** How a drain ended. `idle`: there was nothing to send, and the server was not called. */
export type Drained = 'done' | 'idle' | 'busy' | Exclude<GatewayProblem, 'refused'>;

/** The lock of the one drainer (C6.1). Correctness does not depend on it. */
export const SYNC_LOCK = namedForBasePath('durus-sync');

/** After this many answers in a row that settle nothing, the drain pauses for a while. */
const MAX_FRUITLESS = 3;

/**
 * The browser accepts at most 64 KiB for requests that outlive their page (C5.3). The rest is for the request
 * around the intents.
 */
const MOST_BYTES_LEAVING = 56 * 1024;

/** How often in a row the lock may be taken. A tab that sleeps while it holds the lock must not stop the others. */
const MOST_TIMES_BUSY = 30;

/** Pushes and pulls until there is nothing left to do, including entries that are added meanwhile (C5). */
export class Drain {
  #timesBusy = 0;

  constructor(
    private readonly exchange: Exchange,
    /** Makes no call while there is no network. */
    private readonly gateway: Pick<Gateway, 'sync'>,
    private readonly network: Pick<Network, 'mayBeThere'>,
    private readonly locks: Locks,
    /** Whether the page may be gone before the answer arrives. Then batches are small. */
    private readonly isLeaving: () => boolean = () => false,
  ) {}

  /** @param pulls whether to ask the server for changes when there is nothing to send */
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
        // Stamps of a clock that may be wrong are not sent before the server was asked for the time once (C11.2).
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
    // The answer is for another listener, so it is not applied (C7.1). Something on the way mixes up answers.
    return said.answer.listenerId === batch.request.listenerId
      ? this.exchange.apply(batch, said.answer)
      : 'unavailable';
  }

  /**
   * Whether the refusal is about the batch (R14.3). A single intent counts as the culprit only if the server accepts a
   * pull from this device. Otherwise a server that refuses everything would empty the outbox (R15.4).
   */
  async #isCulprit({ request }: Batch): Promise<boolean> {
    if (request.intents.length !== 1) {
      return request.intents.length > 1;
    }
    const pull = await this.exchange.take(request.listenerId, { pullOnly: true });
    return pull !== null && typeof (await this.#send(pull, { keepalive: false })) !== 'string';
  }
}
