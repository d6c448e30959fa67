/**
 * Words with a letter wrong, too many or missing, or with two neighbours exchanged. One such mistake is forgiven for
 * each five letters, so none in a word of four.
 */

const LETTERS_A_MISTAKE = 5;
/** No term is longer than this. */
const LONGEST = 64;

/** A bit for each letter of a word; other letters may share it. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) {
    letters |= 1 << (word.charCodeAt(at) & 31);
  }
  return letters;
}

/** Finds the terms that begin with a word, its mistakes forgiven. Null for a word in which none is forgiven. */
export function typosOf(word: string): Typos | null {
  const most = Math.floor(word.length / LETTERS_A_MISTAKE);
  return most === 0 || word.length > LONGEST || /\p{Nd}/u.test(word) ? null : new Typos(word, most);
}

export class Typos {
  readonly #letters: number;
  /** Three rows of the table of distances: between a beginning of the word and each beginning of the term. */
  #row = new Uint8Array(LONGEST + 1);
  #above = new Uint8Array(LONGEST + 1);
  #twoAbove = new Uint8Array(LONGEST + 1);

  constructor(
    private readonly word: string,
    private readonly most: number,
  ) {
    this.#letters = lettersOf(word);
  }

  /** @param letters of the term, by {@link lettersOf} */
  begin(term: string, letters: number): boolean {
    if (term.length + this.most < this.word.length || this.#missing(letters) > this.most) {
      return false;
    }
    return this.#distance(term) <= this.most;
  }

  /** How many letters of the word the term has not at all. Each of them is a mistake. */
  #missing(letters: number): number {
    let missing = 0;
    for (let rest = this.#letters & ~letters; rest !== 0; rest &= rest - 1) {
      missing++;
    }
    return missing;
  }

  /** The least number of mistakes between the word and a beginning of the term; more than `most` where it is more. */
  #distance(term: string): number {
    const { word, most } = this;
    const width = Math.min(term.length, word.length + most, LONGEST);
    let [row, above, twoAbove] = [this.#row, this.#above, this.#twoAbove];
    for (let at = 0; at <= width; at++) {
      row[at] = at;
    }
    for (let line = 1; line <= word.length; line++) {
      [row, above, twoAbove] = [twoAbove, row, above];
      row[0] = line;
      let least = line;
      for (let at = 1; at <= width; at++) {
        const isSame = word[line - 1] === term[at - 1];
        let cost = Math.min(
          (above[at - 1] ?? 0) + (isSame ? 0 : 1),
          (above[at] ?? 0) + 1,
          (row[at - 1] ?? 0) + 1,
        );
        if (line > 1 && at > 1 && word[line - 1] === term[at - 2] && word[line - 2] === term[at - 1]) {
          cost = Math.min(cost, (twoAbove[at - 2] ?? 0) + 1);
        }
        row[at] = cost;
        least = Math.min(least, cost);
      }
      if (least > most) {
        return least;
      }
    }
    let least = row[0] ?? 0;
    for (let at = 1; at <= width; at++) {
      least = Math.min(least, row[at] ?? 0);
    }
    return least;
  }
}
