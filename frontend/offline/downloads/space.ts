import { LiveValue } from '../live/live';
import type { StorageQuota } from '../ports';
import type { StorageView } from '../types';

/** The space that downloads leave free for positions, favorites and what waits to be sent. */
export const SPARE_BYTES = 50_000_000;
/** How much more than at a refusal must be free before another try, where the browser refused although it reported room. */
const MORE_ROOM_BYTES = 10_000_000;

/** How much space the browser gives, and whether downloads leave enough of it to the listener. */
export class Space {
  readonly view: LiveValue<StorageView>;
  /** What was free when the browser refused to store although there should have been room; else null. */
  #refusedAtBytes: number | null = null;

  constructor(
    private readonly quota: StorageQuota,
    private readonly onFault: (fault: unknown) => void,
  ) {
    this.view = new LiveValue<StorageView>({
      ...{ downloadedBytes: 0, freeBytes: null, persisted: null, full: false },
      deletedAfterDays: quota.deletesAfterDays,
    });
  }

  /** Whether so many bytes may be stored. Where the browser does not say what is free, it refuses when it is full. */
  async hasRoom(bytes: number): Promise<boolean> {
    const freeBytes = await this.#freeBytes();
    return freeBytes === null || freeBytes >= bytes + SPARE_BYTES;
  }

  /** A download of which so many bytes are missing found no room. */
  async stopped(missingBytes: number): Promise<void> {
    const freeBytes = await this.#freeBytes();
    const isRefused = freeBytes !== null && freeBytes >= missingBytes + SPARE_BYTES;
    this.#refusedAtBytes = isRefused ? freeBytes : null;
  }

  /** Whether there is room again for so many bytes. False where the browser does not say. */
  async hasRoomAgain(missingBytes: number): Promise<boolean> {
    const freeBytes = await this.#freeBytes();
    const enoughBytes = Math.max(
      missingBytes + SPARE_BYTES,
      (this.#refusedAtBytes ?? -Infinity) + MORE_ROOM_BYTES,
    );
    return freeBytes !== null && freeBytes >= enoughBytes;
  }

  show(downloadedBytes: number, full: boolean): void {
    const shown = this.view.get();
    if (downloadedBytes !== shown.downloadedBytes || full !== shown.full) {
      this.view.set({ ...shown, downloadedBytes, full });
    }
  }

  /** Asks the browser what is free, and whether it keeps what is stored. */
  async measure(): Promise<void> {
    try {
      const [freeBytes, persisted] = await Promise.all([this.quota.freeBytes(), this.quota.isPersisted()]);
      this.view.set({ ...this.view.get(), freeBytes, persisted });
    } catch (fault) {
      this.onFault(fault);
    }
  }

  /** Null also when the browser fails to say: no download depends on that. */
  async #freeBytes(): Promise<number | null> {
    try {
      return await this.quota.freeBytes();
    } catch (fault) {
      this.onFault(fault);
      return null;
    }
  }
}
