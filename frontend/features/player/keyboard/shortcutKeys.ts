/** What a single key asks of the player. */
export type Shortcut =
  | 'toggle'
  | 'back'
  | 'forward'
  | 'back-a-little'
  | 'forward-a-little'
  | 'slower'
  | 'faster'
  | 'next'
  | 'previous'
  | 'sleep-more'
  | 'help';

/** Where a key was pressed. In a text nothing is a shortcut, and a control keeps its own keys. */
export type Place = 'text' | 'choice' | 'slider' | 'control' | 'page';

export interface Pressed {
  readonly key: string;
  /** The physical key, so that the letters work in every layout, Arabic ones too. */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const BY_CODE: Readonly<Record<string, Shortcut>> = {
  KeyK: 'toggle',
  KeyJ: 'back',
  KeyL: 'forward',
};

const SHIFTED_BY_CODE: Readonly<Record<string, Shortcut>> = {
  Comma: 'slower',
  Period: 'faster',
  KeyN: 'next',
  KeyP: 'previous',
  KeyS: 'sleep-more',
  Slash: 'help',
};

export function shortcutOf(pressed: Pressed, place: Place, direction: 'ltr' | 'rtl'): Shortcut | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || place === 'text' || place === 'choice') {
    return null;
  }
  if (pressed.key === '?') {
    return 'help'; // The question mark is on another key in each layout, so the character decides.
  }
  if (pressed.key === ' ') {
    return place === 'page' && !pressed.shiftKey ? 'toggle' : null;
  }
  if (pressed.key === 'ArrowLeft' || pressed.key === 'ArrowRight') {
    if (place === 'slider' || pressed.shiftKey) {
      return null;
    }
    // The arrows follow the direction of reading, as those of the seek bar.
    const onward = (pressed.key === 'ArrowRight') === (direction === 'ltr');
    return onward ? 'forward-a-little' : 'back-a-little';
  }
  return (pressed.shiftKey ? SHIFTED_BY_CODE : BY_CODE)[pressed.code] ?? null;
}

/** What kind of element had the focus when a key was pressed. */
export function placeOf(target: EventTarget | null | undefined): Place {
  if (!(target instanceof HTMLElement)) {
    return 'page';
  }
  if (target.isContentEditable || target.matches('textarea, [role="textbox"], [role="combobox"]')) {
    return 'text';
  }
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') {
      return 'slider';
    }
    return ['checkbox', 'radio', 'button', 'submit'].includes(target.type) ? 'control' : 'text';
  }
  if (target.matches('select, [role="listbox"], [role="menu"] *')) {
    return 'choice';
  }
  return target.matches('button, a[href], summary, [role="button"]') ? 'control' : 'page';
}
