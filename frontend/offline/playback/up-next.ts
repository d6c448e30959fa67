import type { CurrentSession, ListenerSwitch } from '../accounts/current-session';
import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { addLast, following, moved, playNext, preceding, without, type Queue } from '../rules/playback/queue';
import { transferQueue, readQueue, writeSetting } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { Live, PlayerView, UpNextView } from '../types';
import { SharedSetting } from './shared-setting';

/** What up-next has to know of the rest. */
export interface Lectures {
  /** The lectures of the lecture's series, in order; empty for one that stands alone. */
  readonly seriesOf: (lectureId: string) => readonly string[];
  /** Whether it is on this device, or can be reached. */
  readonly isPlayable: (lectureId: string) => boolean;
  /** Calls when any of that may have changed. */
  readonly onChange: (callback: () => void) => void;
}

/** What up-next needs of the rest. */
export interface UpNextDependencies {
  readonly session: CurrentSession;
  readonly tables: Tables;
  readonly changes: Changes;
  readonly player: Live<PlayerView>;
  readonly lectures: Lectures;
  readonly onFault: (fault: unknown) => void;
}

/**
 * The queue that the listener lined up, and what follows the present lecture. It is known at every moment without
 * asking the store, because the next lecture has to begin within the end of the last one. Kept on this device only,
 * shared by its tabs, and the present account's (C9).
 */
export class UpNext {
  readonly view = new LiveValue<UpNextView>({ queue: [], next: null });
  #queue: SharedSetting<Queue>;

  constructor(private readonly dependencies: UpNextDependencies) {
    const { changes, player, lectures, onFault } = dependencies;
    this.#queue = this.#queueOf(dependencies.session.account, []);
    let loaded = player.get().lectureId;
    player.subscribe(() => {
      const { lectureId } = player.get();
      if (lectureId !== loaded) {
        loaded = lectureId;
        this.#taken(lectureId);
      }
    });
    lectures.onChange(() => {
      this.#show();
    });
    changes.onChange((change) => {
      if (change.kind === 'queue') {
        this.#queue.reread().catch(onFault);
      }
    });
  }

  /** Reads what the present account lined up. */
  open(): Promise<void> {
    return this.#queue.reread();
  }

  playNext(lectureId: string): void {
    this.#queue.change((queue) => playNext(queue, lectureId));
  }

  addLast(lectureId: string): void {
    this.#queue.change((queue) => addLast(queue, lectureId));
  }

  remove(lectureId: string): void {
    this.#queue.change((queue) => without(queue, lectureId));
  }

  /** @param to the place it takes, from 0 */
  move(lectureId: string, to: number): void {
    this.#queue.change((queue) => moved(queue, lectureId, to));
  }

  /** The lecture before the one that is loaded, in its series. */
  previous(): string | null {
    const { lectureId } = this.dependencies.player.get();
    const { seriesOf, isPlayable } = this.dependencies.lectures;
    return lectureId === null ? null : preceding(seriesOf(lectureId), lectureId, isPlayable);
  }

  /** The same listener goes on under another account: the queue goes along. */
  handOver({ from, to }: ListenerSwitch): void {
    this.#passOn(to, this.view.get().queue, from);
  }

  /** Another listener: nothing of the last one's queue stays. */
  startOver({ to }: ListenerSwitch): void {
    this.#passOn(to, [], null);
  }

  /** @param from whose stored queue goes along; null where none does */
  #passOn(account: string, shown: Queue, from: string | null): void {
    const passed = this.#queue
      .written()
      .then(() =>
        this.dependencies.tables.transact(['settings'], 'write', (transaction) =>
          transferQueue(transaction, from, account),
        ),
      )
      .catch(this.dependencies.onFault);
    this.#queue = this.#queueOf(account, shown, passed);
    this.#show();
    this.#queue
      .reread()
      .then(() => {
        this.dependencies.changes.publishElsewhere({ kind: 'queue' });
      })
      .catch(this.dependencies.onFault);
  }

  #queueOf(account: string, shown: Queue, begins?: Promise<unknown>): SharedSetting<Queue> {
    const { tables, changes, session, onFault } = this.dependencies;
    return new SharedSetting<Queue>({
      initial: shown,
      tables,
      store: {
        read: (transaction) => readQueue(transaction, account),
        write: (transaction, lectureIds) => writeSetting(transaction, { name: 'queue', account, lectureIds }),
      },
      onShown: () => {
        if (account === session.account) {
          this.#show();
        }
      },
      onWritten: () => {
        changes.publishElsewhere({ kind: 'queue' });
      },
      onFault,
      begins,
    });
  }

  #taken(lectureId: string | null): void {
    if (lectureId !== null && this.view.get().queue.includes(lectureId)) {
      this.remove(lectureId);
    } else {
      this.#show();
    }
  }

  #show(): void {
    const queue = this.#queue.value();
    const { lectureId } = this.dependencies.player.get();
    const { seriesOf, isPlayable } = this.dependencies.lectures;
    const next = lectureId === null ? null : following(queue, seriesOf(lectureId), lectureId, isPlayable);
    const shown = this.view.get();
    const same = shown.queue.length === queue.length && shown.queue.every((id, at) => id === queue[at]);
    if (!same || shown.next !== next) {
      this.view.set({ queue: same ? shown.queue : queue, next });
    }
  }
}
