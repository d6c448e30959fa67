import type { CurrentSession, ListenerSwitch } from '../accounts/current-session';
import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import {
  addLast,
  afterQueue,
  following,
  moved,
  playNext,
  preceding,
  without,
  type Queue,
} from '../rules/playback/queue';
import { transferQueue, readQueue, writeSetting } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { Live, PlayerView, UpNextView } from '../types';
import { SharedSetting } from './settings/shared-setting';

/** So many lectures of the series are shown after the queue. */
const MOST_AFTER_QUEUE = 5;

/** What up-next needs to know about lectures. */
export interface Lectures {
  /** The lectures of the series, in order; empty for a single lecture. */
  readonly seriesOf: (lectureId: string) => readonly string[];
  /** Whether the lecture is on this device or can be reached. */
  readonly isPlayable: (lectureId: string) => boolean;
  /** Calls back when any of that may have changed. */
  readonly onChange: (callback: () => void) => void;
}

/** What up-next needs from other parts. */
export interface UpNextDependencies {
  readonly session: CurrentSession;
  readonly tables: Tables;
  readonly changes: Changes;
  readonly player: Live<PlayerView>;
  readonly lectures: Lectures;
  readonly onFault: (fault: unknown) => void;
}

/**
 * The listener's queue, and the lecture that follows the present one. The next lecture is always known
 * without reading the store, because it has to begin within the `ended` handler of the last one. The queue
 * stays on this device, is shared by its tabs, and belongs to the present account (C9).
 */
export class UpNext {
  readonly view = new LiveValue<UpNextView>({ queue: [], next: null, afterQueue: [] });
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

  /** Reads the queue of the present account. */
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

  /** @param to the new index, from 0 */
  move(lectureId: string, to: number): void {
    this.#queue.change((queue) => moved(queue, lectureId, to));
  }

  /** The previous lecture in the series of the loaded one. */
  previous(): string | null {
    const { lectureId } = this.dependencies.player.get();
    const { seriesOf, isPlayable } = this.dependencies.lectures;
    return lectureId === null ? null : preceding(seriesOf(lectureId), lectureId, isPlayable);
  }

  /** The same listener continues under another account, which takes over the queue. */
  handOver({ from, to }: ListenerSwitch): void {
    this.#passOn(to, this.view.get().queue, from);
  }

  /** Another listener: nothing of the last one's queue stays. */
  startOver({ to }: ListenerSwitch): void {
    this.#passOn(to, [], null);
  }

  /** @param from the account whose stored queue is taken over; null for none */
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
    const later =
      lectureId === null ? [] : afterQueue(queue, lectureId, seriesOf, isPlayable, MOST_AFTER_QUEUE);
    const shown = this.view.get();
    const hasQueue = areSame(shown.queue, queue);
    const hasLater = areSame(shown.afterQueue, later);
    if (!hasQueue || !hasLater || shown.next !== next) {
      this.view.set({
        queue: hasQueue ? shown.queue : queue,
        next,
        afterQueue: hasLater ? shown.afterQueue : later,
      });
    }
  }
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
