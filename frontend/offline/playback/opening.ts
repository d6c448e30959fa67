import type { Media } from '../ports';
import type { Choice, Source } from './source';
import type { Surroundings } from './surroundings';

export interface Opened {
  /** To be loaded now. */
  readonly opened: (source: Source) => void;
  /** It takes a while until there is something to load. */
  readonly assembling: () => void;
  readonly failed: (problem: 'offline' | 'damaged') => void;
}

/**
 * Finds what a lecture is played from. Where it can, it answers before `open` returns, and the media goes from one
 * source to the next without being emptied: a browser that was told to be silent in between would not be let play
 * on with the screen locked.
 */
export class Opening {
  /** Counts what was opened, so that what was assembled for an earlier one is not used. */
  #count = 0;
  #mediaIsFull = false;
  /** What the media plays that was assembled: it lies in memory until it is released. */
  #assembled: Source | null = null;

  constructor(
    private readonly media: Media,
    private readonly around: Pick<Surroundings, 'choose' | 'assemble' | 'release'>,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  open(lectureId: string, opened: Opened): void {
    this.#count++;
    const choice = this.around.choose(lectureId);
    if (choice.kind === 'source') {
      this.#fill(opened, choice.source);
      this.#releaseAssembled(); // Only now: the media had it until here.
      return;
    }
    this.#empty();
    if (choice.kind === 'none') {
      opened.failed('offline');
      return;
    }
    opened.assembling();
    this.#assemble(choice, opened).catch(this.onFault);
  }

  close(): void {
    this.#count++;
    this.#empty();
  }

  /** Answers a question that is true until something else is opened, or this is closed. */
  present(): () => boolean {
    const count = this.#count;
    return () => count === this.#count;
  }

  async #assemble(choice: Extract<Choice, { kind: 'assemble' }>, opened: Opened): Promise<void> {
    const isStillWanted = this.present();
    const source = await this.around.assemble(choice).catch((fault: unknown) => {
      this.onFault(fault);
      return null; // As good as damaged: it cannot be played.
    });
    if (!isStillWanted()) {
      if (source !== null) {
        this.around.release(source);
      }
    } else if (source === null) {
      opened.failed('damaged');
    } else {
      this.#assembled = source;
      this.#fill(opened, source);
    }
  }

  #fill(opened: Opened, source: Source): void {
    this.#mediaIsFull = true;
    opened.opened(source);
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
      this.around.release(this.#assembled);
      this.#assembled = null;
    }
  }
}
