import { describe, expect, it } from 'vitest';
import { IntlMessageFormat } from './message-format';

function format(text: string, values?: Readonly<Record<string, unknown>>): string {
  return new IntlMessageFormat(text, 'en').format(values);
}

describe('a text', () => {
  it('without parameters is shown as it is', () => {
    expect(format('Nothing found')).toBe('Nothing found');
  });

  it('shows its parameters', () => {
    expect(format('{ place } of {all}', { place: 'Lesson 3', all: 12 })).toBe('Lesson 3 of 12');
  });

  it('prefers the form of an exact number', () => {
    const text = '{count, plural, =0 {None} one {{n} lesson} other {{n} lessons}} left';
    expect(format(text, { count: 0, n: '0' })).toBe('None left');
    expect(format(text, { count: 1, n: '1' })).toBe('1 lesson left');
    expect(format(text, { count: 2, n: '2' })).toBe('2 lessons left');
  });

  it('fails without the value of a parameter', () => {
    expect(() => format('{place}', {})).toThrow('{place}');
  });

  it.each([
    'open {',
    'closed }',
    '{}',
    '{count, plural, one {1}}',
    '{count, plural, one 1 other {2}}',
    '{count, plural, one {1} other {2}',
    '{count, plural, one {#} other {#}}',
    '{count, number}',
    '<b>bold</b>',
  ])('is refused when it is not valid or needs more: %s', (text) => {
    expect(() => new IntlMessageFormat(text, 'en')).toThrow(SyntaxError);
  });
});
