import { expect } from 'vitest';
import { openCore } from '../core';
import { sha256Of } from '../downloads/fetch-chunk';
import type { Core } from '../offline';
import type { Rows } from '../storage/schema';
import { settled } from './activity';
import { fakeWorld, type FakeWorld } from './fake-world';
import { catalogueWith, ScriptedServer } from './scripted-server';

export const HOUR_MS = 3_600_000;

const LECTURES = [1, 2].map((n) => ({
  ...{ lectureId: `lecture-${n}`, assetId: `asset-${n}`, sha256: String(n).repeat(64) },
  ...{ sizeBytes: 1000, durationMs: HOUR_MS },
}));

/** The whole core on one device, with a server that has two lectures of an hour. */
export class CoreHarness {
  readonly server = new ScriptedServer(() => this.world.time.at);
  world: FakeWorld = fakeWorld(this.server);

  constructor() {
    this.server.catalogue = catalogueWith(LECTURES);
  }

  open(): Promise<Core> {
    return openCore(this.world);
  }

  async signedIn(name = 'a'): Promise<Core> {
    const core = await this.open();
    await settled();
    expect(await core.signIn(name, 'password')).toBeNull();
    await settled();
    return core;
  }

  /** The same device, started again. */
  async restarted(firstId = 1000): Promise<Core> {
    const { at } = this.world.time;
    this.world = { ...fakeWorld(this.server, this.world.tables, firstId), chunks: this.world.chunks };
    this.world.time.at = at;
    return this.open();
  }

  /** What waits to be sent. */
  entriesOf(account: string): Promise<ReadonlyArray<Rows['outbox']>> {
    return this.world.tables.transact(['outbox'], 'read', (transaction) =>
      transaction.table('outbox').within([account]),
    );
  }

  /** Of every entry that reached the server, in order. */
  sentTypes(): string[] {
    return this.server.requests.flatMap(({ intents }) => intents.map(({ type }) => type));
  }

  /** The first lecture, as if its download had ended; resolves with what its bytes hash to. */
  async storeReadyDownload(): Promise<string> {
    const { chunks } = this.world;
    const bytes = new Uint8Array(1000);
    const sha256 = await sha256Of(bytes.buffer);
    const shared = { sha256, sizeBytes: bytes.byteLength, mediaType: 'audio/mpeg' };
    await chunks.add({
      ...{ ...shared, lectureId: 'lecture-1', assetId: 'asset-1', url: `audio/${sha256}.mp3`, queuedAt: 0 },
      ...{
        manifest: { ...shared, chunkSizeBytes: 1000, chunkSha256: [sha256] },
        state: 'wanted',
        problem: null,
      },
    });
    await chunks.putChunks(sha256, [{ index: 0, bytes: bytes.buffer }]);
    expect(await chunks.completeIfWhole('lecture-1')).toBe(true);
    return sha256;
  }
}
