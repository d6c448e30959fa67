import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Download } from '../rules/downloads/download';
import { databaseName } from '../testing/database-name';
import { loseConnections, watchConnections } from '../testing/lost-connections';
import { ChunkStore } from './chunk-store';

watchConnections();

const SHA256 = 'a'.repeat(64);
const WANTED: Download = {
  ...{ lectureId: 'lecture', assetId: 'asset', sha256: SHA256, sizeBytes: 2, mediaType: 'audio/mpeg' },
  ...{ url: `audio/${SHA256}.mp3`, queuedAt: 0, manifest: null, state: 'wanted', problem: null },
};

let name: string;
let store: ChunkStore;

beforeEach(async () => {
  name = databaseName();
  store = new ChunkStore(name);
  await store.add(WANTED);
});

describe('the store of audio', () => {
  it('keeps either all chunks of one write or none', async () => {
    const bytes = new ArrayBuffer(1);
    const uncloneable = (() => undefined) as unknown as ArrayBuffer;
    const keeping = store.putChunks(SHA256, [
      { index: 0, bytes },
      { index: 1, bytes: uncloneable },
    ]);
    await expect(keeping).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await store.storedChunks(SHA256)).toEqual(new Set());
    expect(await store.putChunks(SHA256, [{ index: 0, bytes }])).toBe('kept');
  });

  it('reconnects when its connection is closed during a write', async () => {
    const keeping = store.putChunks(SHA256, [{ index: 0, bytes: new ArrayBuffer(1) }]);
    await Promise.resolve();
    loseConnections(name);
    expect(await keeping).toBe('kept');
    expect(await store.storedChunks(SHA256)).toEqual(new Set([0]));
  });
});
