import { expect } from 'vitest';
import { openCore } from '../core';
import { sha256Of } from '../downloads/transfer/fetch-chunk';
import type { Core } from '../offline';
import type { OutboxEntry } from '../rules/intent';
import type { Tables } from '../storage/tables';
import type { JournalRow } from '../storage/schema';
import { settled } from './activity';
import { fakeWorld, type FakeWorld } from './fake-world';
import { catalogueWith, ScriptedServer } from './scripted-server';

export type { Core } from '../offline';

export const HOUR_MS = 3_600_000;
const LECTURES = [1, 2].map((n) => ({
  ...{ lectureId: `lecture-${n}`, assetId: `asset-${n}`, sha256: String(n).repeat(64) },
  ...{ sizeBytes: 1000, durationMs: HOUR_MS },
}));

/** The whole core on one device, with a scripted server that has two lectures of an hour. */
export class CoreHarness {
  readonly server: ScriptedServer = new ScriptedServer(() => this.world.time.at);
  world: FakeWorld;

  /** @param tables of an earlier run; new ones by default */
  constructor(tables?: Tables) {
    this.server.catalogue = catalogueWith(LECTURES);
    this.world = fakeWorld(this.server, tables);
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
    this.closed(firstId);
    return this.open();
  }

  /** The same device with every page closed. */
  closed(firstId = 1000): void {
    const { at } = this.world.time;
    this.world = { ...fakeWorld(this.server, this.world.tables, firstId), chunks: this.world.chunks };
    this.world.time.at = at;
  }

  /** The entries that wait to be sent. */
  entriesOf(account: string): Promise<OutboxEntry[]> {
    return this.world.tables.transact(['outbox'], 'read', (transaction) =>
      transaction.table('outbox').within([account]),
    );
  }

  async journalOf(account: string): Promise<Array<JournalRow['event']>> {
    const rows = await this.world.tables.transact(['journal'], 'read', (transaction) =>
      transaction.table('journal').within([account]),
    );
    return rows.map(({ event }) => event);
  }

  /** The types of all entries that reached the server, in order. */
  sentTypes(): string[] {
    return this.server.requests.flatMap(({ intents }) => intents.map(({ type }) => type));
  }

  /** Stores the first lecture as if its download had ended. Answers its hash. */
  async storeReadyDownload(): Promise<string> {
    const bytes = new Uint8Array(1000);
    const sha256 = await sha256Of(bytes.buffer);
    const shared = { sha256, sizeBytes: bytes.byteLength, mediaType: 'audio/mpeg' };
    const manifest = { ...shared, chunkSizeBytes: 1000, chunkSha256: [sha256] };
    await this.world.chunks.add({
      ...{ ...shared, lectureId: 'lecture-1', assetId: 'asset-1', url: `audio/${sha256}.mp3`, queuedAt: 0 },
      ...{ manifest, state: 'wanted', problem: null },
    });
    await this.world.chunks.putChunks(sha256, [{ index: 0, bytes: bytes.buffer }]);
    expect(await this.world.chunks.completeIfWhole('lecture-1')).toBe(true);
    return sha256;
  }
}
