import type { StorageQuota } from './ports';

/**
 * Asks the browser to keep what is stored, again and again until it does: at each start, after installing, after a
 * sign-in, and for a download. A browser that would ask the listener is asked after the listener's own act only, and once
 * in the page's life.
 */
export class Persistence {
  #hasAskedListener = false;

  constructor(
    private readonly quota: StorageQuota,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * @param byListener whether the listener has just done something that this is for
   * @return resolves when the browser has answered; never rejects
   */
  async ask(byListener: boolean): Promise<void> {
    const { asksListener } = this.quota;
    if (asksListener && (!byListener || this.#hasAskedListener)) {
      return;
    }
    try {
      if ((await this.quota.isPersisted()) === false) {
        this.#hasAskedListener ||= asksListener;
        await this.quota.persist();
      }
    } catch (fault) {
      this.onFault(fault);
    }
  }
}
