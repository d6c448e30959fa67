import type { CoreParts } from './compose';
import type { World } from './world';

/**
 * Connects events here, in other tabs and of the page with the parts that react to them (C5). The parts
 * follow the current session by themselves.
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
    // The page may get no time for more when it closes, so this comes first. The rest follows if there is time.
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
      // Messages of other tabs may have been lost while this tab slept.
      .then(() => accounts.load())
      .then(() => progressStore.load())
      .then(() => synchronizer.wake('visible'))
      .catch(onFault);
  });
}
