import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { now, show, speak } from '../render';
import { Rail } from '../../ui/rail/Rail';

const WIDTH_PX = 300;
const ALL_PX = 1_000;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH_PX);
  vi.spyOn(HTMLElement.prototype, 'scrollWidth', 'get').mockReturnValue(ALL_PX);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function shown(): HTMLElement {
  show(
    <Rail className="cards">
      <li>One</li>
      <li>Two</li>
    </Rail>,
  );
  const list = document.querySelector('ul');
  if (list === null) {
    throw new Error('there is no list');
  }
  return list;
}

function scrollTo(list: HTMLElement, leftPx: number): void {
  now(() => {
    list.scrollLeft = leftPx;
    fireEvent.scroll(list);
  });
}

const isFaded = (list: HTMLElement) =>
  ['rail-before', 'rail-after'].map((name) => list.classList.contains(name));

describe('a list that scrolls sideways', () => {
  it('fades at the ends where something is hidden', () => {
    const list = shown();
    expect(isFaded(list)).toEqual([false, true]);
    scrollTo(list, 200);
    expect(isFaded(list)).toEqual([true, true]);
    scrollTo(list, ALL_PX - WIDTH_PX);
    expect(isFaded(list)).toEqual([true, false]);
  });

  it('has an arrow for the mouse there, which assistive technology does not see', () => {
    const list = shown();
    const scrollBy = vi.spyOn(list, 'scrollBy').mockImplementation(() => undefined);
    const arrows = document.querySelectorAll<HTMLButtonElement>('button[aria-hidden]');
    expect(arrows.length).toBe(1);
    fireEvent.click(arrows[0] ?? document.body);
    expect(scrollBy).toHaveBeenCalledExactlyOnceWith({ left: WIDTH_PX * 0.8 });
  });

  it('knows its ends from right to left', async () => {
    await speak('ar');
    const list = shown();
    scrollTo(list, -(ALL_PX - WIDTH_PX));
    expect(isFaded(list)).toEqual([true, false]);
  });

  it('does not fade where everything is seen', () => {
    vi.spyOn(HTMLElement.prototype, 'scrollWidth', 'get').mockReturnValue(WIDTH_PX);
    expect(isFaded(shown())).toEqual([false, false]);
    expect(document.querySelector('button')).toBeNull();
  });
});
