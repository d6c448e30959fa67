import { describe, expect, it, vi } from 'vitest';
import {
  counted,
  formatClock,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
  formatRate,
  formatSize,
} from './format';

const en = 'en';
const ar = 'ar-u-nu-arab';
const minute = 60_000;

describe('the text of a playback time', () => {
  it.each([
    [0, '0:00'],
    [9_999, '0:09'],
    [27 * minute + 41_000, '27:41'],
    [59 * minute + 59_999, '59:59'],
    [62 * minute + 3_000, '1:02:03'],
    [-5, '0:00'],
  ])('shows %d ms as “%s”', (ms, text) => {
    expect(formatClock(en, ms)).toBe(text);
  });

  it('has Arabic digits in Arabic', () => {
    expect(formatClock(ar, 27 * minute + 41_000)).toBe('٢٧:٤١');
    expect(formatClock(ar, 62 * minute + 3_000)).toBe('١:٠٢:٠٣');
  });
});

describe('the text of a duration', () => {
  it.each([
    [42_000, '42 sec', '٤٢ ثانية'],
    [minute, '1 min', 'دقيقة'],
    [2 * minute, '2 min', 'دقيقتان'],
    [3 * minute, '3 min', '٣ دقائق'],
    [44 * minute, '44 min', '٤٤ دقيقة'],
    [60 * minute, '1 hr', 'ساعة'],
    [65 * minute, '1 hr 5 min', 'ساعة و٥ دقائق'],
  ])('of %d ms is “%s” in English and “%s” in Arabic', (ms, english, arabic) => {
    expect(formatDuration(en, ms)).toBe(english);
    expect(formatDuration(ar, ms)).toBe(arabic);
  });

  it('never shows 60 seconds or 60 minutes', () => {
    expect(formatDuration(en, 59_600)).toBe('1 min');
    expect(formatDuration(en, 59 * minute + 45_000)).toBe('1 hr');
  });
});

describe('the text of a size', () => {
  it.each([
    [0, '0 MB', '٠ م.ب'],
    [312_000, '0.3 MB', '٠٫٣ م.ب'],
    [9_960_000, '10 MB', '١٠ م.ب'],
    [61_400_000, '61 MB', '٦١ م.ب'],
    [999_600_000, '1 GB', '١ غ.ب'],
    [1_240_000_000, '1.2 GB', '١٫٢ غ.ب'],
  ])('of %d bytes is “%s” in English and “%s” in Arabic', (bytes, english, arabic) => {
    expect(formatSize(en, bytes)).toBe(english);
    expect(formatSize(ar, bytes)).toBe(arabic);
  });
});

describe('numbers', () => {
  it('are written in the digits of the language', () => {
    expect(formatNumber(en, 1200)).toBe('1,200');
    expect(formatNumber(ar, 24)).toBe('٢٤');
    expect(formatPercent(en, 0.62)).toBe('62%');
    expect(formatRate(en, 1.25)).toBe('1.25×');
    expect(formatRate(ar, 1.25)).toBe('١٫٢٥×');
  });

  it('keep the count beside the text, for the choice of the plural form', () => {
    expect(counted(ar, 11)).toEqual({ count: 11, n: '١١' });
  });
});

describe('formatters', () => {
  it('are created once for each language', () => {
    const made = vi.spyOn(Intl, 'NumberFormat');
    for (let second = 0; second < 100; second++) {
      formatClock(ar, second * 1000);
      formatClock('en-GB', second * 1000);
      formatDuration('en-GB', second * minute);
    }
    expect(made.mock.calls.length).toBeLessThan(12);
    made.mockRestore();
  });
});

describe('the text of a date', () => {
  it('has the month in letters, so that day and month cannot be confused', () => {
    const at = new Date(2026, 10, 9, 14, 15).getTime();
    expect(formatMoment('en', at)).toMatch(/^Nov 9, 2026, 2:15\sPM$/);
    expect(formatMoment('ar-u-nu-arab', at)).toMatch(/^٩ نوفمبر ٢٠٢٦، ٢:١٥\sم$/);
  });
});
