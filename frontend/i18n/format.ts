/**
 * Numbers, times and sizes as people read them, by `Intl`. Pure: the locale is given (Arabic comes with its own
 * digits, `ar-u-nu-arab`). Milliseconds and bytes in, text out.
 */
import { bestLanguage, languages } from './languages';

/** Formatters are kept: making one takes far longer than using it, and the player uses some at every tick. */
const made = new Map<string, unknown>();

function kept<Formatter>(kind: string, locale: string, options: object, make: () => Formatter): Formatter {
  const name = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = made.get(name) as Formatter | undefined;
  if (known !== undefined) {
    return known;
  }
  const formatter = make();
  made.set(name, formatter);
  return formatter;
}

function numbers(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept('number', locale, options, () => new Intl.NumberFormat(locale, options));
}

function lists(locale: string, options: Intl.ListFormatOptions): Intl.ListFormat {
  return kept('list', locale, options, () => new Intl.ListFormat(locale, options));
}

function moments(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept('moment', locale, options, () => new Intl.DateTimeFormat(locale, options));
}

function unit(locale: string, value: number, name: string, display: 'short' | 'long', digits = 0): string {
  return numbers(locale, {
    style: 'unit',
    unit: name,
    unitDisplay: display,
    maximumFractionDigits: digits,
  }).format(value);
}

/** How the locale's language names units (`languages.ts`). */
const unitsOf = (locale: string): 'short' | 'long' => languages[bestLanguage([locale])].units;

export function formatNumber(locale: string, value: number): string {
  return numbers(locale).format(value);
}

/** A player's clock: `27:41`, `1:02:03`. Counts whole seconds that have passed. */
export function formatClock(locale: string, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown
    .map((part, index) =>
      numbers(locale, { minimumIntegerDigits: index === 0 ? 1 : 2, useGrouping: false }).format(part),
    )
    .join(':');
}

/** A length: `42 sec`, `44 min`, `1 hr 5 min`. Rounded to the minute from one minute on. */
export function formatDuration(locale: string, ms: number): string {
  const display = unitsOf(locale);
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) {
    return unit(locale, seconds, 'second', display);
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return unit(locale, minutes, 'minute', display);
  }
  const hours = unit(locale, Math.floor(minutes / 60), 'hour', display);
  if (minutes % 60 === 0) {
    return hours;
  }
  const style = display === 'long' ? 'long' : 'narrow';
  return lists(locale, { type: 'unit', style }).format([
    hours,
    unit(locale, minutes % 60, 'minute', display),
  ]);
}

/** A size in decimal megabytes or gigabytes, with one decimal where it tells something: `0.3 MB`, `61 MB`, `1.2 GB`. */
export function formatSize(locale: string, bytes: number): string {
  const megabytes = bytes / 1e6;
  return megabytes < 999.5
    ? unit(locale, megabytes, 'megabyte', 'short', megabytes < 9.95 ? 1 : 0)
    : unit(locale, megabytes / 1000, 'gigabyte', 'short', 1);
}

export function formatPercent(locale: string, ratio: number): string {
  return numbers(locale, { style: 'percent' }).format(ratio);
}

/** A playback speed: `1.25×`. */
export function formatRate(locale: string, rate: number): string {
  return `${numbers(locale, { maximumFractionDigits: 2 }).format(rate)}×`;
}

/** A day (milliseconds since 1970) in the device's time zone. */
export function formatDay(locale: string, at: number): string {
  return moments(locale, { year: 'numeric', month: 'short', day: 'numeric' } as const).format(at);
}

/** A moment (milliseconds since 1970) with its day, in the device's time zone. */
export function formatMoment(locale: string, at: number): string {
  return moments(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit' },
  } as const).format(at);
}

/** Parameters of a text with a plural: `count` chooses the form, `n` is the formatted number. */
export function counted(locale: string, count: number): { count: number; n: string } {
  return { count, n: formatNumber(locale, count) };
}
