import type { RandomSource } from '../offline/ports';

/**
 * Random numbers from a seed, so that a storm can be played again. The generator is mulberry32. It is not
 * cryptographic, and need not be.
 */
export class Seeded implements RandomSource {
  #state: number;

  constructor(...seeds: readonly number[]) {
    // Each number is mixed in, so that neighbouring seeds give unrelated sequences.
    this.#state = 0x9e3779b9;
    for (const seed of seeds) {
      this.#state = (this.#state ^ Math.imul(seed + 0x7f4a7c15, 0x85ebca6b)) >>> 0;
      this.#next();
      this.#state = (this.#state ^ (Math.floor(seed / 0x100000000) | 0)) >>> 0;
      this.#next();
    }
  }

  /** From 0, below 1. */
  readonly random = (): number => this.#next() / 0x100000000;

  readonly newId = (): string => {
    const hex = Array.from({ length: 4 }, () => this.#next().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'.charAt(this.below(4));
    return [
      ...[hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`],
      ...[`${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)],
    ].join('-');
  };

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  happens(probability: number): boolean {
    return this.random() < probability;
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
