import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue, aLecture, aPlayer } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { ChapterList } from './ChapterList';
import { PlayerChapters } from './PlayerChapters';

const lecture = aLecture({
  chapters: [
    { startMs: 0, title: 'Opening' },
    { startMs: 600_000, title: '' },
    { startMs: 1_200_000, title: 'Questions' },
  ],
});

function load(positionMs: number): void {
  device.catalogue.set(aCatalogue({ lectures: [lecture] }));
  device.player.set(aPlayer({ positionMs }));
}

describe('chapters in the player', () => {
  it('shows the present one, and goes to the previous, the next and any other by keys', async () => {
    load(700_000);
    const user = show(<PlayerChapters lecture={lecture} />);
    const chapters = within(screen.getByRole('group', { name: 'Chapters' }));
    chapters.getByText('Chapter 2', { selector: 'summary *' });
    chapters.getByRole('button', { name: 'Next chapter' }).focus();
    await user.keyboard('{Enter}');
    expect(device.seek).toHaveBeenLastCalledWith(1_200_000);
    await user.click(chapters.getByRole('button', { name: 'Previous chapter' }));
    expect(device.seek).toHaveBeenLastCalledWith(600_000);
    await user.click(chapters.getByText('Chapter 2', { selector: 'summary *' }));
    await user.click(chapters.getByRole('button', { name: /Opening/ }));
    expect(device.seek).toHaveBeenLastCalledWith(0);
  });

  it('follows playback, and has no next one in the last', async () => {
    load(0);
    const user = show(<PlayerChapters lecture={lecture} />);
    screen.getByText('Opening', { selector: 'summary *' });
    now(() => {
      load(1_300_000);
    });
    screen.getByText('Questions', { selector: 'summary *' });
    await user.click(screen.getByRole('button', { name: 'Next chapter' }));
    expect(device.seek).not.toHaveBeenCalled();
  });

  it('is not there for a lecture without chapters', () => {
    load(0);
    show(<PlayerChapters lecture={aLecture()} />);
    expect(screen.queryByRole('group')).toBeNull();
  });
});

describe('the list of chapters', () => {
  it('is only read while the lecture is not in the player', () => {
    device.catalogue.set(aCatalogue({ lectures: [lecture] }));
    show(<ChapterList lecture={lecture} />);
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '0:00 Opening',
      '10:00 Chapter 2',
      '20:00 Questions',
    ]);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('marks the present one, in Arabic too', async () => {
    await speak('ar');
    load(700_000);
    show(<ChapterList lecture={lecture} />);
    expect(screen.getByRole('button', { current: true }).textContent).toBe('١٠:٠٠ الفصل ٢');
  });
});
