import { describe, expect, it } from 'vitest';
import { type Place, type Pressed, shortcutOf } from './shortcutKeys';

function press(key: string, code = '', held: Partial<Pressed> = {}): Pressed {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held };
}

const shift = { shiftKey: true };

describe('a key that is pressed on the page', () => {
  it.each([
    [press(' ', 'Space'), 'toggle'],
    [press('k', 'KeyK'), 'toggle'],
    [press('j', 'KeyJ'), 'back'],
    [press('l', 'KeyL'), 'forward'],
    [press('>', 'Period', shift), 'faster'],
    [press('<', 'Comma', shift), 'slower'],
    [press('N', 'KeyN', shift), 'next'],
    [press('P', 'KeyP', shift), 'previous'],
    [press('S', 'KeyS', shift), 'sleep-more'],
    [press('?', 'Slash', shift), 'help'],
    [press('?', 'Minus', shift), 'help'],
    [press('؟', 'Slash', shift), 'help'],
    [press('ن', 'KeyK'), 'toggle'],
    [press('n', 'KeyN'), null],
    [press('K', 'KeyK', shift), null],
    [press('x', 'KeyX'), null],
  ])('maps %o to the shortcut %s', (pressed, shortcut) => {
    expect(shortcutOf(pressed, 'page', 'ltr')).toBe(shortcut);
  });

  it('skips in the direction of reading with the arrow keys', () => {
    expect(shortcutOf(press('ArrowRight'), 'page', 'ltr')).toBe('forward-a-little');
    expect(shortcutOf(press('ArrowRight'), 'page', 'rtl')).toBe('back-a-little');
    expect(shortcutOf(press('ArrowLeft'), 'page', 'rtl')).toBe('forward-a-little');
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('belongs to the browser when %s is held', (modifier) => {
    expect(shortcutOf(press('k', 'KeyK', { [modifier]: true }), 'page', 'ltr')).toBeNull();
  });
});

describe('a key that is pressed on a control', () => {
  it.each<[Place, string, string, boolean]>([
    ['text', 'k', 'KeyK', false],
    ['text', '?', 'Slash', false],
    ['choice', 'k', 'KeyK', false],
    ['control', ' ', 'Space', false],
    ['control', 'k', 'KeyK', true],
    ['slider', 'ArrowRight', '', false],
    ['slider', ' ', 'Space', false],
    ['slider', 'l', 'KeyL', true],
  ])('in a place of kind “%s”, the key “%s” is a shortcut: %4$s', (place, key, code, isShortcut) => {
    expect(shortcutOf(press(key, code), place, 'ltr') !== null).toBe(isShortcut);
  });
});
