import type { Changes } from '../live/changes';
import type { Time } from '../ports';

/** How often other tabs are told about a download's progress: each of them reads that download again. */
const PUBLISH_EVERY_MS = 1_000;

/** Tells other tabs of progress, at most once per interval. */
export class ProgressNews {
  readonly #unpublished = new Set<string>();

  constructor(
    private readonly changes: Changes,
    private readonly time: Time,
  ) {}

  publish(lectureId: string): void {
    if (this.#unpublished.size === 0) {
      this.time.after(PUBLISH_EVERY_MS, () => {
        const unpublished = [...this.#unpublished];
        this.#unpublished.clear();
        unpublished.forEach((one) => {
          this.changes.publishElsewhere({ kind: 'downloads', lectureId: one });
        });
      });
    }
    this.#unpublished.add(lectureId);
  }
}
