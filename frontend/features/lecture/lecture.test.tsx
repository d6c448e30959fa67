import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue, aDownload, aLecture, aPlayer, aProgress, byLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { FavoriteButton } from './FavoriteButton';
import { LectureMenu } from './LectureMenu';
import { LectureListItem } from './LectureListItem';
import { PlayControl } from './PlayControl';

const control = <PlayControl lectureId="lecture" title="On patience" look="row" />;

describe('the play button', () => {
  it('plays a lecture that was never begun', async () => {
    const user = show(control);
    await user.click(screen.getByRole('button', { name: 'Play: On patience' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('lecture');
  });

  it.each([
    [aProgress({ resumePositionMs: 60_000 }), 'Continue: On patience'],
    [aProgress({ completed: true }), 'Listen again: On patience'],
  ])('has a name that depends on the progress: %o', (progress, name) => {
    device.listening.set(byLecture(progress));
    show(control);
    screen.getByRole('button', { name });
  });

  it('pauses the lecture that plays, and resumes it', async () => {
    device.player.set(aPlayer());
    const user = show(control);
    await user.click(screen.getByRole('button', { name: 'Pause: On patience' }));
    expect(device.pause).toHaveBeenCalledOnce();
    now(() => {
      device.player.set(aPlayer({ state: 'paused' }));
    });
    await user.click(screen.getByRole('button', { name: 'Play: On patience' }));
    expect(device.resume).toHaveBeenCalledOnce();
    expect(device.play).not.toHaveBeenCalled();
  });

  it('says why a lecture cannot be played that is neither downloaded nor reachable', async () => {
    device.online.set(false);
    const user = show(control);
    const button = screen.getByRole('button', {
      name: 'Not on this device: On patience',
      description: /^You are offline/,
    });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.click(button);
    expect(device.play).not.toHaveBeenCalled();
  });

  it('plays a download without a network', async () => {
    device.online.set(false);
    device.downloads.set(byLecture(aDownload()));
    const user = show(control);
    await user.click(screen.getByRole('button', { name: 'Play: On patience' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('lecture');
  });

  it('says that the browser has no decoder for the format', () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ mediaType: 'audio/x-unknown' })] }));
    show(control);
    screen.getByRole('button', { name: 'Not playable here: On patience' });
  });

  it('has an Arabic name in Arabic', async () => {
    await speak('ar');
    show(<PlayControl lectureId="lecture" title="الصبر" look="wide" />);
    screen.getByRole('button', { name: 'تشغيل: الصبر' });
  });
});

describe('a lecture in a list', () => {
  const row = (
    <ul>
      <LectureListItem lectureId="lecture" lead="cover" action="download" />
    </ul>
  );

  it('shows the length, the size and the remaining time', () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture()] }));
    show(row);
    screen.getByRole('link', { name: 'On patience', description: '40 min · 38 MB' });
    now(() => {
      device.listening.set(byLecture(aProgress({ resumePositionMs: 600_000 })));
    });
    screen.getByRole('link', { description: '30 min left · 38 MB' });
  });

  it('shows a download in progress, a better recording and the place in the queue', () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ assetId: 'after' })] }));
    device.downloads.set(byLecture(aDownload({ state: 'paused', storedBytes: 1_000_000 })));
    show(row);
    screen.getByRole('link', { description: '1 of 38 MB · paused' });
    now(() => {
      device.downloads.set(byLecture(aDownload({ assetId: 'before' })));
      device.upNext.set({ queue: ['lecture'], next: null, afterQueue: [] });
    });
    screen.getByRole('link', {
      description: '40 min · On this device · better recording available · up next',
    });
  });

  it('renders nothing for a lecture that the device does not know', () => {
    device.catalogue.set(aCatalogue({}));
    show(row);
    expect(screen.queryByRole('listitem')).toBeNull();
  });
});

describe('a lecture’s menu', () => {
  async function opened() {
    const user = show(<LectureMenu lectureId="lecture" title="On patience" />);
    await user.click(screen.getByRole('button', { name: 'More: On patience' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'On patience' }));
    const names = () => sheet.getAllByRole('button').map(({ textContent }) => textContent);
    return { user, sheet, names };
  }

  it('adds the lecture to the queue and closes, without completing the lecture', async () => {
    const { user, sheet, names } = await opened();
    expect(names()).toEqual(['Play next', 'Add to queue', 'Mark as completed', 'Copy link', 'Cancel']);
    await user.click(sheet.getByRole('button', { name: 'Add to queue' }));
    expect(device.addToQueue).toHaveBeenCalledExactlyOnceWith('lecture');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('offers to play a begun lecture from the start, and to remove a queued one', async () => {
    device.listening.set(byLecture(aProgress({ resumePositionMs: 60_000 })));
    device.upNext.set({ queue: ['lecture'], next: 'lecture', afterQueue: [] });
    const { user, sheet, names } = await opened();
    expect(names()).toContain('From the start');
    await user.click(sheet.getByRole('button', { name: 'Remove from queue' }));
    expect(device.removeFromQueue).toHaveBeenCalledExactlyOnceWith('lecture');
  });

  it('does not offer to queue the lecture that is loaded', async () => {
    device.player.set(aPlayer());
    const { names } = await opened();
    expect(names()).toEqual(['Mark as completed', 'Copy link', 'Cancel']);
  });

  it('reopens a completed lecture', async () => {
    device.listening.set(byLecture(aProgress({ completed: true })));
    const { user, sheet } = await opened();
    await user.click(sheet.getByRole('button', { name: 'Mark as not completed' }));
    expect(device.setFlag).toHaveBeenCalledExactlyOnceWith('lecture', 'completion', false);
  });
});

describe('the favorite button', () => {
  it('shows whether a lecture is a favorite, and changes it', async () => {
    const user = show(<FavoriteButton lectureId="lecture" title="On patience" />);
    await user.click(screen.getByRole('button', { name: 'Favorite: On patience', pressed: false }));
    expect(device.setFlag).toHaveBeenLastCalledWith('lecture', 'favorite', true);
    now(() => {
      device.listening.set(byLecture(aProgress({ favorite: true })));
    });
    await user.click(screen.getByRole('button', { pressed: true }));
    expect(device.setFlag).toHaveBeenLastCalledWith('lecture', 'favorite', false);
  });
});
