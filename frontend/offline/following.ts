import type { CoreParts } from './compose';
import type { World } from './world';

/**
 * What happens here, in other tabs and around the page, and who has to know (C5). Who listens, the parts follow
 * themselves.
 *
 * @param offerKept offers what an account kept and never offered (C3); never rejects
 * @param lookAgain reads the downloads again
 */
export function followChanges(
  { network, page, background, tables, onFault }: World,
  { changes, session, accounts, catalogue, progressStore, writeQueue, synchronizer }: CoreParts,
  offerKept: (account: string) => Promise<void>,
  lookAgain: () => Promise<void>,
): void {
  session.onSwitch(({ to }) => {
    offerKept(to).catch(onFault);
  });
  changes.onChange((change) => {
    switch (change.kind) {
      case 'account':
        accounts.load().catch(onFault);
        return;
      case 'catalogue':
        catalogue.load().catch(onFault);
        return;
      case 'outbox':
        synchronizer.wake('enqueue').catch(onFault);
        return;
      default:
        return;
    }
  });
  network.onChange(() => {
    synchronizer.wake('online').catch(onFault);
  });
  page.onHide(() => {
    // Asked for at once: a page that is closed gets no time for more. The rest follows if there is some.
    if (session.maySend() && (progressStore.pending.get() > 0 || !writeQueue.isEmpty())) {
      background.wakeOnceOnline();
    }
    writeQueue
      .written()
      .then(() => synchronizer.wake('hide'))
      .catch(onFault);
  });
  page.onVisible(() => {
    lookAgain().catch(onFault);
    tables
      .probe()
      // What other tabs told this one while it slept may be lost.
      .then(() => accounts.load())
      .then(() => progressStore.load())
      .then(() => synchronizer.wake('visible'))
      .catch(onFault);
  });
}
