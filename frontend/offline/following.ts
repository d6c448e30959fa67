import type { Accounts } from './accounts/accounts';
import type { Catalogue } from './catalogue/catalogue';
import type { Changes } from './live/changes';
import type { WriteQueue } from './outbox/write-queue';
import type { Playback } from './playback/playback';
import type { ProgressStore } from './progress-store';
import { GUEST } from './storage/schema';
import type { Synchronizer } from './sync/synchronizer';
import type { World } from './world';

/** What happens here, in other tabs and around the page, and who has to know (C5). */
export function followChanges(
  { network, page, background, tables, onFault }: World,
  changes: Changes,
  accounts: Accounts,
  catalogue: Catalogue,
  progressStore: ProgressStore,
  offerKept: (account: string) => Promise<void>,
  lookAgain: () => Promise<void>,
  writeQueue: WriteQueue,
  playback: Playback,
  synchronizer: Synchronizer,
): void {
  let listening = accounts.current();
  const switchAccount = async () => {
    const account = accounts.current();
    if (account !== listening) {
      const guestSignedIn = listening === GUEST;
      listening = account;
      if (guestSignedIn) {
        playback.handOver(account);
      } else {
        playback.startOver(account);
      }
      await offerKept(account);
      await progressStore.load(account);
    }
  };
  accounts.view.subscribe(() => {
    switchAccount().catch(onFault);
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
    if (accounts.maySend() && (progressStore.pending.get() > 0 || !writeQueue.isEmpty())) {
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
      .then(() => progressStore.load(accounts.current()))
      .then(() => synchronizer.wake('visible'))
      .catch(onFault);
  });
}
