import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { PlayerView } from '../../offline/index';
import { aCatalogue, aDownload, aLecture, aPlayer, byLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { Announcer } from './Announcer';
import { MiniPlayer } from './MiniPlayer';
import { Shortcuts } from './Shortcuts';
import { PlayPause, SkipBack, SkipForward } from './Transport';

function load(player: Partial<PlayerView> = {}): void {
  device.catalogue.set(aCatalogue({ lectures: [aLecture()] }));
  device.player.set(aPlayer(player));
}

describe('the docked player', () => {
  it('appears while a lecture is loaded', () => {
    show(<MiniPlayer />);
    expect(screen.queryByRole('region', { name: 'Player' })).toBeNull();
    now(() => {
      load({ positionMs: 600_000 });
    });
    const player = within(screen.getByRole('region', { name: 'Player' }));
    player.getByText('10:00 · 30 min left');
  });

  it.each<[PlayerView['problem'], string]>([
    ['offline', 'Not on this device'],
    ['unplayable', 'This recording could not be played'],
    ['damaged', 'The download is damaged'],
    ['unavailable', 'The server does not send this recording just now'],
    ['gone', 'The server does not offer this recording any more'],
    ['unsupported', 'This browser cannot play MP3'],
  ])('says why it does not play: %s', (problem, words) => {
    load({ state: 'failed', source: null, problem });
    show(<MiniPlayer />);
    screen.getByText(words);
  });

  it('shows after 400 ms that it loads, and what it waits for', () => {
    vi.useFakeTimers();
    try {
      load({ state: 'loading' });
      show(<MiniPlayer />);
      const button = screen.getByRole('button', { name: 'Pause' });
      now(() => {
        vi.advanceTimersByTime(399);
      });
      expect(button.getAttribute('aria-busy')).toBe('false');
      expect(screen.queryByText('Loading')).toBeNull();
      now(() => {
        vi.advanceTimersByTime(1);
      });
      expect(button.getAttribute('aria-busy')).toBe('true');
      screen.getByText('Loading');
      now(() => {
        device.online.set(false);
      });
      screen.getByText('Waiting for the network');
      now(() => {
        load({ state: 'playing' });
      });
      expect(button.getAttribute('aria-busy')).toBe('false');
    } finally {
      vi.useRealTimers();
    }
  });

  it('opens the full player, which can stop listening', async () => {
    load();
    const user = show(<MiniPlayer />);
    await user.click(screen.getByRole('button', { name: 'Open player: On patience' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Player' }));
    sheet.getByText('Streaming');
    await user.click(sheet.getByRole('button', { name: 'Stop listening' }));
    expect(device.close).toHaveBeenCalledOnce();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows Arabic text with Arabic digits', async () => {
    await speak('ar');
    load({ positionMs: 600_000 });
    show(<MiniPlayer />);
    within(screen.getByRole('region', { name: 'المشغّل' })).getByText(/^١٠:٠٠، بقي /);
  });
});

describe('the playback buttons', () => {
  it('pause, resume, and skip by 15 and 30 seconds', async () => {
    load();
    const user = show(
      <>
        <SkipBack size={24} />
        <PlayPause size={24} />
        <SkipForward size={24} />
      </>,
    );
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    expect(device.pause).toHaveBeenCalledOnce();
    now(() => {
      load({ state: 'paused' });
    });
    await user.click(screen.getByRole('button', { name: 'Play' }));
    expect(device.resume).toHaveBeenCalledOnce();
    await user.click(screen.getByRole('button', { name: 'Back 15 seconds' }));
    await user.click(screen.getByRole('button', { name: 'Forward 30 seconds' }));
    expect(device.skip.mock.calls).toEqual([[-15_000], [30_000]]);
  });

  it('skips as far as the listener chose, and says so', async () => {
    load();
    device.playback.set({ ...device.playback.get(), skipBackMs: 60_000, skipForwardMs: 45_000 });
    const user = show(
      <>
        <SkipBack size={24} />
        <SkipForward size={24} />
        <Shortcuts />
      </>,
    );
    await user.click(screen.getByRole('button', { name: 'Back 60 seconds' }));
    await user.click(screen.getByRole('button', { name: 'Forward 45 seconds' }));
    fireEvent.keyDown(document.body, { key: 'j', code: 'KeyJ' });
    fireEvent.keyDown(document.body, { key: 'l', code: 'KeyL' });
    expect(device.skip.mock.calls).toEqual([[-60_000], [45_000], [-60_000], [45_000]]);
    screen.getByText('60');
    screen.getByText('45');
  });

  it('resume a streamed lecture offline, but start no lecture that is not downloaded', async () => {
    load({ state: 'paused' });
    device.online.set(false);
    const user = show(<PlayPause size={24} />);
    await user.click(screen.getByRole('button', { name: 'Play' }));
    expect(device.resume).toHaveBeenCalledOnce();
    now(() => {
      load({ state: 'failed', source: null, problem: 'offline' });
    });
    const button = screen.getByRole('button', { name: 'Not on this device' });
    await user.click(button);
    expect(device.resume).toHaveBeenCalledOnce();
    now(() => {
      device.downloads.set(byLecture(aDownload()));
    });
    await user.click(screen.getByRole('button', { name: 'Play' }));
    expect(device.resume).toHaveBeenCalledTimes(2);
  });
});

describe('keyboard shortcuts', () => {
  it('control the player, and show the list of shortcuts', async () => {
    load();
    show(<Shortcuts />);
    fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK' });
    fireEvent.keyDown(document.body, { key: '>', code: 'Period', shiftKey: true });
    fireEvent.keyDown(document.body, { key: '?', code: 'Slash', shiftKey: true });
    expect(device.pause).toHaveBeenCalledOnce();
    expect(device.setRate).toHaveBeenCalledExactlyOnceWith(1.1);
    await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  });

  it('do nothing once they are switched off', () => {
    load();
    device.playback.set({ ...device.playback.get(), shortcuts: false });
    show(<Shortcuts />);
    fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK' });
    expect(device.pause).not.toHaveBeenCalled();
  });
});

describe('the screen reader', () => {
  it('is told that playback began, and that a download finished or stopped', () => {
    load({ state: 'loading' });
    device.downloads.set(byLecture(aDownload({ state: 'downloading' })));
    show(<Announcer />);
    now(() => {
      load();
    });
    expect(screen.getByRole('status').textContent).toBe('Playing: On patience');
    now(() => {
      device.downloads.set(byLecture(aDownload({ state: 'stopped', problem: 'gone' })));
    });
    expect(screen.getByRole('status').textContent).toBe(
      'Download of On patience: the server does not offer it any more',
    );
    now(() => {
      device.downloads.set(byLecture(aDownload()));
    });
    expect(screen.getByRole('status').textContent).toBe('Downloaded: On patience');
  });
});
