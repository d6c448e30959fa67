import type { Live } from '../types';

/** A value that tells its subscribers when it changed. */
export class LiveValue<T> implements Live<T> {
  readonly #subscribers = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#subscribers.add(onChange);
    return () => this.#subscribers.delete(onChange);
  };

  set(value: T): void {
    if (!Object.is(value, this.#value)) {
      this.#value = value;
      this.#subscribers.forEach((onChange) => {
        onChange();
      });
    }
  }
}
