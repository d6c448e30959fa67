import { LiveValue } from './live/live';
import type { Network } from './ports';

/**
 * Whether what is not on this device can be had from the network (decision 0038). Two things alone say no: the browser
 * itself, and a request for audio, or for the app's manifest, that nobody answered. Trouble with synchronizing says nothing about audio: it only
 * makes this ask the server for a file.
 */
export class Reachability {
  readonly online: LiveValue<boolean>;
  /** Counts what was heard, so that an older answer changes nothing. */
  #heard = 0;
  #asking = false;

  constructor(
    private readonly dependencies: {
      readonly network: Network;
      /** Requests a file from the server that has the audio. Answers whether anybody answered; never rejects. */
      readonly ask: () => Promise<boolean>;
      readonly onFault: (fault: unknown) => void;
    },
  ) {
    const { network } = dependencies;
    this.online = new LiveValue(network.mayBeThere());
    network.onChange(() => {
      // A network that is new proves nothing, and nothing is known against it.
      this.#hear(true);
    });
  }

  /** A request was answered, whichever it was. */
  answered(): void {
    this.#hear(true);
  }

  /** A request for audio was not answered, or the browser says that there is no network. */
  unanswered(): void {
    this.#hear(false);
  }

  /** A request of an endpoint failed: asks the server for a file, one request at a time. */
  doubt(): void {
    if (!this.dependencies.network.mayBeThere()) {
      this.unanswered();
    } else if (!this.#asking) {
      this.#asking = true;
      this.#ask().catch(this.dependencies.onFault);
    }
  }

  async #ask(): Promise<void> {
    const heard = this.#heard;
    try {
      const isAnswered = await this.dependencies.ask();
      if (heard === this.#heard) {
        this.#hear(isAnswered);
      }
    } finally {
      this.#asking = false;
    }
  }

  #hear(isAnswered: boolean): void {
    this.#heard++;
    this.online.set(isAnswered && this.dependencies.network.mayBeThere());
  }
}
