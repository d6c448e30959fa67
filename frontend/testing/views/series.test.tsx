import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aCatalogue, aLecture, aPlayer, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { now, show, speak } from '../render';
import { UndoLine } from '../../ui/undo/UndoLine';
import { offerUndo } from '../../ui/undo/undo';
import SeriesView from '../../views/series/{seriesId}';

beforeEach(() => {
  offerUndo(null);
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
  return show(
    <>
      <SeriesView />
      <UndoLine />
    </>,
    { address: '/series/series', route: '/series/:seriesId' },
  );
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
    await user.click(await screen.findByRole('button', { name: 'Mark all before as completed' }));
    const question = within(
      await screen.findByRole('alertdialog', { name: 'Mark the lessons before as completed?' }),
    );
    question.getByText(/^1 lesson before “Part 3” is marked as completed\./);
    expect(device.setFlags).not.toHaveBeenCalled();
    await user.click(question.getByRole('button', { name: 'Mark as completed' }));
    expect(device.setFlags).toHaveBeenCalledExactlyOnceWith(['lesson-2'], 'completion', true);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('takes that back by one tap', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'More: Part 3' }));
    await user.click(await screen.findByRole('button', { name: 'Mark all before as completed' }));
    await user.click(await screen.findByRole('button', { name: 'Mark as completed' }));
    screen.getByText('1 lesson marked as completed');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    // Only what was marked: the first lesson was completed before, and stays so.
    expect(device.setFlags).toHaveBeenLastCalledWith(['lesson-2'], 'completion', false);
    expect(device.setFlags).toHaveBeenCalledTimes(2);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('does not offer the undo for ever', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    open();
    now(() => {
      offerUndo({ words: 'Done', undo: () => Promise.resolve() });
    });
    screen.getByRole('button', { name: 'Undo' });
    now(() => {
      vi.advanceTimersByTime(15_000);
    });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    vi.useRealTimers();
  });

  it('offers that only where a lesson before is not completed', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'More: Part 2' }));
    await screen.findByRole('dialog');
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
