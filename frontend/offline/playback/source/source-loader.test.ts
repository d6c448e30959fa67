import { beforeEach, describe, expect, it } from 'vitest';
import type { Download } from '../../rules/downloads/download';
import { settled } from '../../testing/activity';
import { ScriptedMedia } from '../../testing/scripted-media';
import { SourceLoader } from './source-loader';
import type { Choice, Source } from './source';

/** Sources that are assembled when the test says so, and those that are in memory. */
class Memory {
  readonly held = new Set<string>();
  readonly #assembling = new Map<string, () => void>();

  readonly choose = (lectureId: string): Choice =>
    lectureId.startsWith('network')
      ? { kind: 'source', source: { from: 'network', assetId: lectureId, url: lectureId } }
      : { kind: 'assemble', download: { lectureId } as Download };

  readonly assemble = ({ download }: Extract<Choice, { kind: 'assemble' }>): Promise<Source> =>
    new Promise((resolve) => {
      const url = `blob:${download.lectureId}`;
      this.#assembling.set(download.lectureId, () => {
        this.held.add(url);
        resolve({ from: 'device', assetId: download.lectureId, url });
      });
    });

  readonly release = ({ url }: Source): void => {
    expect(this.held.delete(url)).toBe(true);
  };

  async assembled(lectureId: string): Promise<void> {
    this.#assembling.get(lectureId)?.();
    await settled();
  }
}

let memory: Memory;
let opening: SourceLoader;
let loaded: string[];
const faults: unknown[] = [];

beforeEach(() => {
  memory = new Memory();
  opening = new SourceLoader(new ScriptedMedia(), memory, (fault) => faults.push(fault));
  loaded = [];
});

function open(lectureId: string): void {
  opening.open(lectureId, {
    callbacks: ({ url }) => {
      loaded.push(url);
    },
    assembling: () => undefined,
    failed: () => undefined,
  });
}

describe('an assembled source', () => {
  it('is released when the player leaves it', async () => {
    open('a');
    await memory.assembled('a');
    expect(memory.held).toEqual(new Set(['blob:a']));
    open('network-b');
    expect(memory.held).toEqual(new Set());
    open('c');
    await memory.assembled('c');
    opening.close();
    expect(memory.held).toEqual(new Set());
    expect(loaded).toEqual(['blob:a', 'network-b', 'blob:c']);
    expect(faults).toEqual([]);
  });

  it('is released at once when another lecture was opened meanwhile', async () => {
    open('a');
    open('b');
    await memory.assembled('b');
    await memory.assembled('a');
    expect(memory.held).toEqual(new Set(['blob:b']));
    open('c');
    open('network-d');
    await memory.assembled('c');
    expect(memory.held).toEqual(new Set());
    expect(loaded).toEqual(['blob:b', 'network-d']);
    expect(faults).toEqual([]);
  });
});
