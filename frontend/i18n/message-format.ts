/**
 * Takes the place of the package `intl-messageformat`, which Hilla's i18n formats texts with (vite.config.ts). It knows
 * the part of ICU's message format that the texts use: `{name}`, and `{name, plural, =0 {…} one {…} other {…}}`. That is
 * a tenth of the package's size. `translations.test.ts` compares both for every text.
 */

type Values = Readonly<Record<string, unknown>>;
type Part = string | ((values: Values) => string);

/** A character with a meaning in ICU's message format that is not known here. */
const UNKNOWN_SIGN = /[<#']/;

export class IntlMessageFormat {
  readonly #parts: readonly Part[];

  /**
   * @param locale a BCP 47 tag
   * @throws SyntaxError when the text is not valid, or needs more of ICU's format than is known here
   */
  constructor(text: string, locale: string) {
    this.#parts = new Parser(text, locale).parse();
  }

  /** @throws Error when a parameter of the text has no value */
  format(values: Values = {}): string {
    return joined(this.#parts, values);
  }
}

class Parser {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly locale: string,
  ) {}

  parse(): readonly Part[] {
    const parts = this.#message();
    if (this.#at < this.text.length) {
      throw this.#error();
    }
    return parts;
  }

  /** Ends before the brace that closes it, or at the end of the text. */
  #message(): readonly Part[] {
    const parts: Part[] = [];
    for (;;) {
      const words = this.#read(/[^{}]*/y);
      if (UNKNOWN_SIGN.test(words)) {
        throw this.#error();
      }
      if (words !== '') {
        parts.push(words);
      }
      if (this.text[this.#at] !== '{') {
        return parts;
      }
      parts.push(this.#argument());
    }
  }

  #argument(): Part {
    this.#read(/\{\s*/y);
    const name = this.#read(/\w+/y);
    const isPlural = this.#read(/\s*(?:,\s*plural\s*,\s*)?/y).includes('plural');
    const part = isPlural ? this.#plural(name) : (values: Values) => shown(valueOf(values, name));
    if (name === '' || this.text[this.#at] !== '}') {
      throw this.#error();
    }
    this.#at++;
    return part;
  }

  #plural(name: string): Part {
    const forms = new Map<string, readonly Part[]>();
    while (this.text[this.#at] !== '}') {
      const form = this.#read(/=\d+|[a-z]+/y);
      if (form === '' || this.#read(/\s*\{/y) === '') {
        throw this.#error();
      }
      forms.set(form, this.#message());
      if (this.#read(/\}\s*/y) === '') {
        throw this.#error();
      }
    }
    const other = forms.get('other');
    if (other === undefined) {
      throw this.#error();
    }
    const rules = new Intl.PluralRules(this.locale);
    return (values) => {
      const count = Number(valueOf(values, name));
      return joined(forms.get(`=${count}`) ?? forms.get(rules.select(count)) ?? other, values);
    };
  }

  #read(sticky: RegExp): string {
    sticky.lastIndex = this.#at;
    const [found = ''] = sticky.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }

  #error(): SyntaxError {
    return new SyntaxError(`Cannot read the text “${this.text}” at ${this.#at}`);
  }
}

function joined(parts: readonly Part[], values: Values): string {
  return parts.map((part) => (typeof part === 'string' ? part : part(values))).join('');
}

function valueOf(values: Values, name: string): unknown {
  if (!(name in values)) {
    throw new Error(`A text has no value for {${name}}`);
  }
  return values[name];
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
