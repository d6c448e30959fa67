import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aCatalogue, aLecture, aPlayer, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { now, show, speak } from '../render';
import SeriesView from '../../views/series/{seriesId}';

beforeEach(() => {
  const lectures = [1, 2, 3].map((number) =>
    aLecture({
      id: `lesson-${number}`,
      title: `Part ${number}`,
      seriesId: 'series',
      seriesTitle: 'Foundations',
      number,
    }),
  );
  device.catalogue.set(aCatalogue({ lectures }));
  device.listening.set(
    byLecture(
      aProgress({ lectureId: 'lesson-1', completed: true }),
      aProgress({ lectureId: 'lesson-2', resumePositionMs: 60_000, listenedAt: 1 }),
    ),
  );
});

function open() {
  return show(<SeriesView />, { address: '/series/series', route: '/series/:seriesId' });
}

function titles(): string[] {
  return screen.getAllByRole('listitem').map((item) => within(item).getByRole('link').textContent);
}

describe('a series', () => {
  it('knows where the listener is: the lesson to go on with, and the one in the player', () => {
    open();
    const button = screen.getByRole('button', { name: 'Continue: Part 2' });
    // The text of a button is part of its name (WCAG 2.5.3), so the lesson stands beside it.
    expect(button.textContent).toBe('Continue');
    expect(button.nextElementSibling?.textContent).toBe('lesson 2');
    expect(screen.queryAllByRole('listitem', { current: true })).toHaveLength(0);
    now(() => {
      device.player.set(aPlayer({ lectureId: 'lesson-2' }));
    });
    const row = screen.getByRole('listitem', { current: true });
    within(row).getByText(/^In the player · /);
    within(row).getByRole('link', { name: 'Part 2' });
  });

  it('hides what is completed, and lists the last lesson first', async () => {
    const user = open();
    expect(titles()).toEqual(['Part 1', 'Part 2', 'Part 3']);
    await user.click(screen.getByRole('button', { name: 'Hide completed', pressed: false }));
    expect(titles()).toEqual(['Part 2', 'Part 3']);
    await user.click(screen.getByRole('button', { name: 'Last lesson first', pressed: false }));
    expect(titles()).toEqual(['Part 3', 'Part 2']);
    await user.click(screen.getByRole('button', { name: 'Hide completed', pressed: true }));
    expect(titles()).toEqual(['Part 3', 'Part 2', 'Part 1']);
  });

  it('marks all lessons before one as completed, after a question', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'More: Part 3' }));
    await user.click(screen.getByRole('button', { name: 'Mark all before as completed' }));
    const question = within(
      screen.getByRole('alertdialog', { name: 'Mark the lessons before as completed?' }),
    );
    question.getByText(/^1 lesson before “Part 3” is marked as completed\./);
    expect(device.setFlags).not.toHaveBeenCalled();
    await user.click(question.getByRole('button', { name: 'Mark as completed' }));
    expect(device.setFlags).toHaveBeenCalledExactlyOnceWith(['lesson-2'], 'completion', true);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('offers that only where a lesson before is not completed', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'More: Part 2' }));
    expect(screen.queryByRole('button', { name: 'Mark all before as completed' })).toBeNull();
  });

  it('scrolls to the lesson to continue when it is opened, unless that is seen', () => {
    const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(() => undefined);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 5_000, 300, 70));
    open();
    expect(scrolled.mock.contexts.map((row) => (row as HTMLElement).dataset.row)).toEqual(['lesson-2']);
    vi.restoreAllMocks();
  });

  it('speaks Arabic', async () => {
    await speak('ar');
    open();
    screen.getByText('الدرس ٢');
    screen.getByRole('button', { name: 'إخفاء المكتمل' });
  });
});
