import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aCatalogue, aLecture, aPlayer } from '../builders';
import { device } from '../fake-offline';
import { show } from '../render';
import LectureView from '../../views/lectures/{lectureId}';
import { LectureMenu } from '../../features/lecture/LectureMenu';

beforeEach(() => {
  device.catalogue.set(
    aCatalogue({ lectures: [aLecture({ seriesId: 'series', seriesTitle: 'Foundations', number: 2 })] }),
  );
});

describe('a link to a place of a lecture', () => {
  it('opens there when the listener wants it', async () => {
    const user = show(<LectureView />, {
      address: '/lectures/lecture?t=2050',
      route: '/lectures/:lectureId',
    });
    await user.click(screen.getByRole('button', { name: 'Play from 34:10' }));
    expect(device.playFrom).toHaveBeenCalledExactlyOnceWith('lecture', 2_050_000);
  });

  it.each(['', '?t=0', '?t=-5', '?t=999999', '?t=x'])('names no place by “%s”', (search) => {
    show(<LectureView />, { address: `/lectures/lecture${search}`, route: '/lectures/:lectureId' });
    expect(screen.queryByRole('button', { name: /^Play from/ })).toBeNull();
  });

  it('is copied from the menu, with the place of what is in the player', async () => {
    device.player.set(aPlayer({ positionMs: 2_050_900 }));
    const user = show(<LectureMenu lectureId="lecture" title="On patience" />);
    const writeText = vi.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'More: On patience' }));
    const menu = within(await screen.findByRole('dialog'));
    menu.getByRole('button', { name: 'Go to the series' });
    menu.getByRole('button', { name: 'Go to the scholar' });
    await user.click(menu.getByRole('button', { name: 'Copy link at 34:10' }));
    expect(writeText).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/\/lectures\/lecture\?t=2050$/));
  });
});
