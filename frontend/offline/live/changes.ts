import type { Change, Channel } from '../ports';

/** What changed in the store, told to this tab and the others: views re-read, drainers wake. */
export class Changes {
  readonly #listeners: Array<(change: Change) => void> = [];

  constructor(private readonly channel: Channel) {
    channel.onMessage((change) => {
      this.#tellHere(change);
    });
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  publish(change: Change): void {
    this.#tellHere(change);
    this.channel.post(change);
  }

  /** For what this tab has taken note of itself. */
  publishElsewhere(change: Change): void {
    this.channel.post(change);
  }

  #tellHere(change: Change): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }
}
