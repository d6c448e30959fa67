import { LiveValue } from '../live/live';
import { ChunkStore } from '../storage/chunk-store';
import { IdbTables } from '../storage/idb-tables';
import type { Tables } from '../storage/tables';
import type { World } from '../world';
import type { Gateway } from '../gateway-port';
import type { Background, Change, Channel, Locks, MediaControls, Network, Page } from '../ports';
import type { Fetch } from '../downloads/transfer/fetch-chunk';
import type { StorageProblem } from '../types';
import { soon, task } from './activity';
import { databaseName } from './database-name';
import { ManualTime } from './manual-time';
import { ScriptedMedia } from './scripted-media';

/** A world for tests. Time passes only when a test says so, random ids are counted, and the network is a switch. */

export class SwitchedNetwork implements Network {
  readonly #callbacks: Array<() => void> = [];
  #on = true;

  readonly mayBeThere = (): boolean => this.#on;
  readonly onChange = (callback: () => void): void => {
    this.#callbacks.push(callback);
  };

  /** Without the browser's event, which may be lost. */
  setUnheard(on: boolean): void {
    this.#on = on;
  }

  set(on: boolean): void {
    this.#on = on;
    this.#callbacks.forEach((callback) => {
      callback();
    });
  }
}

/** The n-th UUID of a test. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

export function noChannel(): Channel {
  return { post: () => undefined, onMessage: () => undefined };
}

/** Connected channels, as of the tabs of one browser. Each message arrives in its own task. */
export function sharedChannels(count: number): Channel[] {
  const callbacks = Array.from({ length: count }, () => [] as Array<(change: Change) => void>);
  return callbacks.map((own) => ({
    post: (change) => {
      callbacks
        .filter((others) => others !== own)
        .flat()
        .forEach((callback) => {
          soon('a message to another tab', () => {
            callback(change);
          });
        });
    },
    onMessage: (callback) => own.push(callback),
  }));
}

export function heldLocks(): Locks & { readonly held: Set<string> } {
  const held = new Set<string>();
  /** Of each lock that is held, what takes it from its holder. */
  const taking = new Map<string, () => void>();
  const hold = async <T>(name: string, work: () => Promise<T>): Promise<T | 'busy'> => {
    held.add(name);
    const taken = new Promise<'busy'>((resolve) => {
      taking.set(name, () => {
        resolve('busy');
      });
    });
    const mine = taking.get(name);
    try {
      return await Promise.race([work(), taken]);
    } finally {
      if (taking.get(name) === mine) {
        held.delete(name);
      }
    }
  };
  return {
    held,
    ifFree: async (name, work) => {
      await task(`asking for the lock ${name}`);
      return held.has(name) ? 'busy' : hold(name, work);
    },
    takeOver: async (name, work) => {
      await task(`taking the lock ${name}`);
      taking.get(name)?.();
      return hold(name, work);
    },
  };
}

export function shownPage(): Page & {
  readonly hide: () => void;
  readonly show: () => void;
  readonly install: () => void;
} {
  const installed: Array<() => void> = [];
  const hidden: Array<() => void> = [];
  const visible: Array<() => void> = [];
  let isVisible = true;
  return {
    isVisible: () => isVisible,
    onVisible: (callback) => visible.push(callback),
    onHide: (callback) => hidden.push(callback),
    onInstalled: (callback) => installed.push(callback),
    install: () => {
      installed.forEach((callback) => {
        callback();
      });
    },
    show: () => {
      isVisible = true;
      visible.forEach((callback) => {
        callback();
      });
    },
    hide: () => {
      isVisible = false;
      hidden.forEach((callback) => {
        callback();
      });
    },
  };
}

export const noControls: MediaControls = {
  show: () => undefined,
  setPlaying: () => undefined,
  setPosition: () => undefined,
  clear: () => undefined,
  onCommand: () => undefined,
};

/** A worker that only counts the requests to wake it. */
export function countedBackground(): Background & { readonly asked: { online: number; periodic: number } } {
  const asked = { online: 0, periodic: 0 };
  return {
    asked,
    wakeOnceOnline: () => {
      asked.online++;
    },
    wakePeriodically: () => {
      asked.periodic++;
    },
  };
}

export interface FakeWorld extends World {
  readonly background: ReturnType<typeof countedBackground>;
  readonly time: ManualTime;
  readonly network: SwitchedNetwork;
  readonly media: ScriptedMedia;
  readonly page: ReturnType<typeof shownPage>;
  readonly locks: ReturnType<typeof heldLocks>;
  readonly faults: unknown[];
}

/** @param tables of an earlier world, when the app is started again on the same device */
export function fakeWorld(gateway: Gateway, tables?: Tables, firstId = 1): FakeWorld {
  const faults: unknown[] = [];
  let ids = firstId;
  const refuse: Fetch = async () => {
    await task('a request');
    throw new TypeError('no network in this test');
  };
  const answer = async <T>(value: T) => {
    await task('asking about storage');
    return value;
  };
  return {
    time: new ManualTime(),
    random: { random: () => 0.5, newId: () => uuid(ids++) },
    network: new SwitchedNetwork(),
    locks: heldLocks(),
    channel: noChannel(),
    page: shownPage(),
    background: countedBackground(),
    space: {
      asksListener: false,
      deletesAfterDays: null,
      freeBytes: () => answer(1_000_000_000),
      isPersisted: () => answer(true),
      persist: () => answer(true),
    },
    gateway,
    fetch: refuse,
    media: new ScriptedMedia(),
    controls: noControls,
    objectUrls: { make: () => 'blob:made', release: () => undefined },
    workerAnswers: () => true,
    tables: tables ?? new IdbTables(undefined, databaseName()),
    keeps: true,
    storageProblem: new LiveValue<StorageProblem | null>(null),
    chunks: new ChunkStore(databaseName()),
    linked: () => null,
    onFault: (fault) => faults.push(fault),
    faults,
  };
}
