import type { Media } from '../../ports';
import type { Choice, Source } from './source';
import type { PlayerDependencies } from '../player-dependencies';

export interface SourceCallbacks {
  /** The source can be loaded now. */
  readonly callbacks: (source: Source) => void;
  /** The source is being assembled, which takes a while. */
  readonly assembling: () => void;
  readonly failed: (problem: 'offline' | 'unsupported' | 'damaged' | 'unplayable') => void;
}

/**
 * Finds the source from which a lecture is played. If possible it calls back before `open` returns, and the
 * media element changes its source without being emptied. Once it was empty, iOS refuses to play while the
 * screen is locked.
 */
export class SourceLoader {
  /** Counts the calls of `open`, so that a source assembled for an earlier call is not used. */
  #count = 0;
  #mediaIsFull = false;
  /** The assembled source that the media plays. It stays in memory until it is released. */
  #assembled: Source | null = null;

  constructor(
    private readonly media: Media,
    private readonly dependencies: Pick<PlayerDependencies, 'choose' | 'assemble' | 'release'>,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  open(lectureId: string, callbacks: SourceCallbacks): void {
    this.#count++;
    const choice = this.dependencies.choose(lectureId);
    if (choice.kind === 'source') {
      this.#fill(callbacks, choice.source);
      this.#releaseAssembled(); // Only now, because the media element used it until here.
      return;
    }
    this.#empty();
    if (choice.kind !== 'assemble') {
      callbacks.failed(choice.kind === 'none' ? 'offline' : 'unsupported');
      return;
    }
    callbacks.assembling();
    this.#assemble(choice, callbacks).catch(this.onFault);
  }

  close(): void {
    this.#count++;
    this.#empty();
  }

  /** Answers a function that is true until something else is opened, or this is closed. */
  present(): () => boolean {
    const count = this.#count;
    return () => count === this.#count;
  }

  async #assemble(choice: Extract<Choice, { kind: 'assemble' }>, callbacks: SourceCallbacks): Promise<void> {
    const isStillWanted = this.present();
    const source = await this.dependencies.assemble(choice).catch((fault: unknown) => {
      this.onFault(fault);
      return undefined; // Nothing is known of the download: the store did not answer.
    });
    if (!isStillWanted()) {
      if (source) {
        this.dependencies.release(source);
      }
    } else if (!source) {
      callbacks.failed(source === null ? 'damaged' : 'unplayable');
    } else {
      this.#assembled = source;
      this.#fill(callbacks, source);
    }
  }

  #fill(callbacks: SourceCallbacks, source: Source): void {
    this.#mediaIsFull = true;
    callbacks.callbacks(source);
  }

  #empty(): void {
    if (this.#mediaIsFull) {
      this.media.load(null);
      this.#mediaIsFull = false;
    }
    this.#releaseAssembled();
  }

  #releaseAssembled(): void {
    if (this.#assembled !== null) {
      this.dependencies.release(this.#assembled);
      this.#assembled = null;
    }
  }
}
