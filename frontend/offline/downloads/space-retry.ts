import type { Time } from '../ports';
import type { DownloadIndex } from './download-index';
import type { Space } from './space';

/** The states from which a download may go on. A complete download stays complete, even if the view is old. */
export const UNREADY = ['wanted', 'paused', 'missing', 'stopped'] as const;

/** How often to look whether there is room again. */
const LOOK_EVERY_MS = 60_000;

/** Lets downloads that stopped because the device was full go on once there is room again. */
export class SpaceRetry {
  constructor(
    private readonly index: DownloadIndex,
    private readonly space: Space,
    private readonly time: Time,
    /** This download goes on, and with it every other one that had stopped. */
    private readonly onRetry: (lectureId: string) => void,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** The listener made a choice or freed space, so the waiting queue continues. */
  async retry(): Promise<void> {
    for (const { lectureId, problem } of this.index.all()) {
      if (problem === 'no-space') {
        await this.index.change(lectureId, { state: 'wanted', problem: null }, UNREADY);
      }
    }
  }

  /** Retries when there is room again without the listener's doing, for instance because another app freed some. */
  async look(): Promise<void> {
    const stopped = this.index.all().find(({ problem }) => problem === 'no-space');
    if (stopped !== undefined && (await this.space.hasRoomAgain(this.#missingBytes(stopped.lectureId)))) {
      await this.retry();
      this.onRetry(stopped.lectureId);
      await this.space.measure();
    }
  }

  /** Looks once a minute from now on. */
  lookRegularly(): void {
    this.time.after(LOOK_EVERY_MS, () => {
      this.look().catch(this.onFault);
      this.lookRegularly();
    });
  }

  /** Remembers how much room there was when this download stopped for want of it. */
  async noteStopped(lectureId: string): Promise<void> {
    if (this.index.get(lectureId)?.problem === 'no-space') {
      await this.space.stopped(this.#missingBytes(lectureId));
    }
  }

  #missingBytes(lectureId: string): number {
    const { totalBytes, storedBytes } = this.index.view.get().get(lectureId) ?? {
      totalBytes: 0,
      storedBytes: 0,
    };
    return totalBytes - storedBytes;
  }
}
