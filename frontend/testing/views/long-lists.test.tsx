import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import JournalView from '../../views/journal';
import LibraryView from '../../views/library';
import ScholarView from '../../views/scholars/{scholarId}';
import SeriesView from '../../views/series/{seriesId}';
import { aCatalogue, aLecture, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { now, show, speak } from '../render';

const ROW_PX = 70;

/** A series whose lessons are called "Part 1" and so on. */
function aSeriesOf(count: number): void {
  const lectures = Array.from({ length: count }, (_, index) =>
    aLecture({
      ...{ id: `lesson-${index + 1}`, title: `Part ${index + 1}`, number: index + 1 },
      ...{ seriesId: 'series', seriesTitle: 'Foundations' },
    }),
  );
  device.catalogue.set(aCatalogue({ lectures }));
}

function open() {
  return show(<SeriesView />, { address: '/series/series', route: '/series/:seriesId' });
}

function list(): HTMLElement {
  const found = document.querySelector<HTMLElement>('ol.lecture-rows');
  if (found === null) {
    throw new Error('there is no list of lessons');
  }
  return found;
}

function titles(): string[] {
  return within(list())
    .queryAllByRole('link')
    .map(({ textContent }) => textContent);
}

/** The page is laid out with rows of the same height, and scrolled until this row is the first one that is seen. */
function scrollToRow(index: number): void {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function box(
    this: HTMLElement,
  ) {
    const place = this.dataset.row === undefined ? 0 : Number(this.getAttribute('aria-posinset') ?? 1) - 1;
    return new DOMRect(0, (place - index) * ROW_PX, 300, this.dataset.row === undefined ? 0 : ROW_PX);
  });
  now(() => {
    fireEvent.scroll(window);
  });
}

beforeEach(() => {
  vi.spyOn(window, 'scrollBy').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a series of 5,000 lessons', () => {
  it('renders the lessons near the viewport, and says how many there are', () => {
    aSeriesOf(5_000);
    open();
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
    const rows = within(list()).getAllByRole('listitem');
    expect(rows[0]?.getAttribute('aria-posinset')).toBe('1');
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('5000');
  });

  it('renders others when the page is scrolled, and keeps room for all', () => {
    aSeriesOf(5_000);
    open();
    const atFirst = Number.parseFloat(list().style.paddingBlockEnd);
    expect(atFirst).toBeGreaterThan(4_000 * 40);
    scrollToRow(2_500);
    expect(titles()).toContain('Part 2501');
    expect(titles()).not.toContain('Part 1');
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
    const first = within(list()).getAllByRole('listitem')[0];
    const before = Number(first?.getAttribute('aria-posinset')) - 1;
    expect(Number.parseFloat(first?.style.marginBlockStart ?? '')).toBeCloseTo(before * ROW_PX, 0);
  });

  it('keeps the row that has the focus', () => {
    aSeriesOf(5_000);
    open();
    now(() => {
      screen.getByRole('link', { name: 'Part 2' }).focus();
    });
    scrollToRow(2_500);
    expect(document.activeElement?.textContent).toBe('Part 2');
    expect(titles().slice(0, 2)).not.toEqual(['Part 1', 'Part 2']);
    now(() => {
      screen.getByRole('link', { name: 'Part 2501' }).focus();
    });
    scrollToRow(2_600);
    expect(screen.queryByRole('link', { name: 'Part 2' })).toBeNull();
  });

  it('opens at the lesson to continue', () => {
    aSeriesOf(5_000);
    device.listening.set(byLecture(aProgress({ lectureId: 'lesson-2999', completed: true })));
    const completed = Array.from({ length: 2_999 }, (_, index) =>
      aProgress({ lectureId: `lesson-${index + 1}`, completed: true }),
    );
    device.listening.set(byLecture(...completed));
    open();
    expect(titles()).toContain('Part 3000');
  });

  it('opens at its beginning for a listener who has not begun it', () => {
    aSeriesOf(5_000);
    open();
    expect(titles()[0]).toBe('Part 1');
  });
});

describe('a list of lectures', () => {
  it('is rendered whole up to 100 lectures, for the browser’s own search', () => {
    aSeriesOf(100);
    open();
    expect(titles().length).toBe(100);
    expect(list().querySelector('[aria-setsize]')).toBeNull();
  });

  it('is printed whole', () => {
    aSeriesOf(150);
    open();
    expect(titles().length).toBeLessThan(100);
    now(() => {
      window.dispatchEvent(new Event('beforeprint'));
    });
    expect(titles().length).toBe(150);
    now(() => {
      window.dispatchEvent(new Event('afterprint'));
    });
    expect(titles().length).toBeLessThan(100);
  });

  it.each([
    ['the Library', () => show(<LibraryView />, { address: '/library?tab=favorites' })],
    [
      'a scholar',
      () => show(<ScholarView />, { address: '/scholars/scholar', route: '/scholars/:scholarId' }),
    ],
  ])('is not rendered whole where there are 2,000, as in %s', (_, shown) => {
    const lectures = Array.from({ length: 2_000 }, (__, index) =>
      aLecture({ id: `${index}`, title: `T ${index}` }),
    );
    device.catalogue.set(aCatalogue({ lectures }));
    device.listening.set(
      byLecture(...lectures.map(({ id }) => aProgress({ lectureId: id, favorite: true }))),
    );
    shown();
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
  });
});

describe('the journal', () => {
  it('is not rendered whole where it has 3,000 entries', async () => {
    const entries = Array.from({ length: 3_000 }, (_, index) => ({
      at: 3_000 - index,
      event: { kind: 'failed', problem: 'unavailable', times: index + 1 } as const,
    }));
    device.journal.mockResolvedValue({ entries, rejected: [] });
    show(<JournalView />);
    await screen.findByRole('region', { name: 'What happened' });
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
    expect(screen.getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('3000');
  });
});

describe('finding in a list', () => {
  const field = () => screen.getByRole('searchbox', { name: 'Find in this list' });

  it('shows the lectures with all words, and how many there are', async () => {
    aSeriesOf(5_000);
    const user = open();
    await user.type(field(), 'part 4999');
    await waitFor(() => {
      expect(titles()).toEqual(['Part 4999']);
    });
    expect(screen.getByText('1 result').getAttribute('role')).toBe('status');
  });

  it('leads to the lesson with a number, among the others', async () => {
    aSeriesOf(5_000);
    const user = open();
    const input = field();
    await user.type(input, '4000');
    await user.click(screen.getByRole('button', { name: 'Go to lesson 4,000' }));
    expect(document.activeElement?.textContent).toBe('Part 4000');
    expect(titles()).toContain('Part 4001');
    await user.type(input, '7{Enter}');
    expect(document.activeElement?.textContent).toBe('Part 7');
  });

  it('reads Arabic digits', async () => {
    await speak('ar');
    aSeriesOf(50);
    const user = open();
    await user.type(screen.getByRole('searchbox', { name: 'بحث في هذه القائمة' }), '٣٠');
    screen.getByRole('button', { name: 'إلى الدرس ٣٠' });
  });

  it('is not offered for a list that is seen at a glance', () => {
    aSeriesOf(12);
    open();
    expect(screen.queryByRole('search')).toBeNull();
  });
});
