import { describe, expect, it } from 'vitest';
import { type Place, type Pressed, shortcutOf } from './shortcutKeys';

function press(key: string, code = '', held: Partial<Pressed> = {}): Pressed {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held };
}

const shift = { shiftKey: true };

describe('a key on the page', () => {
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
  ])('%o asks for %s', (pressed, shortcut) => {
    expect(shortcutOf(pressed, 'page', 'ltr')).toBe(shortcut);
  });

  it('moves along the direction of reading by the arrows', () => {
    expect(shortcutOf(press('ArrowRight'), 'page', 'ltr')).toBe('forward-a-little');
    expect(shortcutOf(press('ArrowRight'), 'page', 'rtl')).toBe('back-a-little');
    expect(shortcutOf(press('ArrowLeft'), 'page', 'rtl')).toBe('forward-a-little');
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('with %s is the browser’s', (modifier) => {
    expect(shortcutOf(press('k', 'KeyK', { [modifier]: true }), 'page', 'ltr')).toBeNull();
  });
});

describe('a key elsewhere', () => {
  it.each<[Place, string, string, boolean]>([
    ['text', 'k', 'KeyK', false],
    ['text', '?', 'Slash', false],
    ['choice', 'k', 'KeyK', false],
    ['control', ' ', 'Space', false],
    ['control', 'k', 'KeyK', true],
    ['slider', 'ArrowRight', '', false],
    ['slider', ' ', 'Space', false],
    ['slider', 'l', 'KeyL', true],
  ])('on a %s, %s: a shortcut is %4$s', (place, key, code, isShortcut) => {
    expect(shortcutOf(press(key, code), place, 'ltr') !== null).toBe(isShortcut);
  });
});
