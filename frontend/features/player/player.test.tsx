import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { PlayerView } from '../../offline/index';
import { aCatalogue, aDownload, aLecture, aPlayer, byLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { Announcer } from './Announcer';
import { MiniPlayer } from './MiniPlayer';
import { PlaybackSettings } from './PlaybackSettings';
import { PlayerNotices } from './PlayerNotices';
import { Shortcuts } from './Shortcuts';
import { SleepControl, SleepLine } from './SleepControl';
import { SpeedControl } from './SpeedControl';
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

describe('the notices of the player', () => {
  it.each(['unavailable', 'gone', 'unplayable'] as const)(
    'offer to try again what is %s',
    async (problem) => {
      load({ state: 'failed', problem });
      const user = show(<PlayerNotices />);
      await user.click(screen.getByRole('button', { name: 'Try again' }));
      expect(device.resume).toHaveBeenCalledOnce();
    },
  );

  it('offer to download again what is damaged', async () => {
    load({ state: 'failed', problem: 'damaged' });
    const user = show(<PlayerNotices />);
    await user.click(screen.getByRole('button', { name: 'Download again' }));
    expect(device.download).toHaveBeenCalledWith('lecture');
  });

  it.each(['offline', 'unsupported'] as const)('offer nothing where nothing helps: %s', (problem) => {
    load({ state: 'failed', problem });
    show(<PlayerNotices />);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('offer the position of another device', async () => {
    device.otherDevicePosition.set({ positionMs: 2_050_000 });
    const user = show(<PlayerNotices />);
    await user.click(screen.getByRole('button', { name: 'Continue at 34:10' }));
    expect(device.moveToOtherDevice).toHaveBeenCalledOnce();
    await user.click(screen.getByRole('button', { name: 'Stay here' }));
    expect(device.stayHere).toHaveBeenCalledOnce();
  });

  it('offer what another device played just now', async () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ id: 'other', title: 'On mercy' })] }));
    device.playedElsewhere.set({ lectureId: 'other', positionMs: 2_050_000 });
    const user = show(<PlayerNotices />);
    screen.getByText('Heard on another device just now: On mercy');
    await user.click(screen.getByRole('button', { name: 'Continue at 34:10' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('other');
    await user.click(screen.getByRole('button', { name: 'Stay here' }));
    expect(device.stayHere).toHaveBeenCalledOnce();
  });

  it('offer to undo a seek, and disappear when that is accepted', async () => {
    device.seekUndo.set({ backToMs: 754_000 });
    const user = show(<PlayerNotices />);
    await user.click(screen.getByRole('button', { name: 'Back to 12:34' }));
    expect(device.undoSeek).toHaveBeenCalledOnce();
    now(() => {
      device.seekUndo.set(null);
    });
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('the sleep timer', () => {
  it.each([
    ['15 min', 15],
    ['End of lecture', 'end-of-lecture'],
  ] as const)('can be set to %s', async (choice, wanted) => {
    const user = show(<SleepControl />);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sleep timer' }), choice);
    expect(device.setSleep).toHaveBeenCalledExactlyOnceWith(wanted);
  });

  it('shows the remaining time, is extended by a tap, and can be switched off', async () => {
    device.sleep.set({ kind: 'minutes', remainingMs: 150_000 });
    const user = show(
      <>
        <SleepControl />
        <SleepLine />
      </>,
    );
    screen.getByRole('option', { name: 'Pauses in 3 min', selected: true });
    screen.getByText('Pauses in 2:30');
    await user.click(screen.getByRole('button', { name: '5 minutes more' }));
    expect(device.extendSleep).toHaveBeenCalledOnce();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sleep timer' }), 'Off');
    expect(device.setSleep).toHaveBeenCalledExactlyOnceWith(null);
  });
});

describe('the speed menu', () => {
  it('sets the speed, and shows a speed that another device chose', async () => {
    load({ rate: 1.3 });
    const user = show(<SpeedControl />);
    screen.getByRole('option', { name: '1.3×', selected: true });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '1.5×');
    expect(device.setRate).toHaveBeenCalledExactlyOnceWith(1.5);
  });
});

describe('the playback settings', () => {
  it('switch autoplay and keyboard shortcuts, and set the default speed', async () => {
    const user = show(<PlaybackSettings />);
    const { autoPlay, shortcuts } = device.playback.get();
    await user.click(screen.getByRole('switch', { name: 'Play the next lecture', checked: autoPlay }));
    await user.click(screen.getByRole('switch', { name: 'Keyboard shortcuts', checked: shortcuts }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Usual speed' }), '1.25×');
    expect(device.setPlayback.mock.calls).toEqual([
      [{ autoPlay: !autoPlay }],
      [{ shortcuts: !shortcuts }],
      [{ rate: 1.25 }],
    ]);
  });
});

describe('the settings of skipping', () => {
  it('choose the seconds each way, and what a headset’s buttons do', async () => {
    const user = show(<PlaybackSettings />);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Skip back' }), '10 seconds');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Skip forward' }), '60 seconds');
    await user.click(
      screen.getByRole('switch', { name: 'Headset buttons change the lecture', checked: false }),
    );
    expect(device.setPlayback.mock.calls).toEqual([
      [{ skipBackMs: 10_000 }],
      [{ skipForwardMs: 60_000 }],
      [{ trackButtons: 'lecture' }],
    ]);
  });

  it('speak Arabic', async () => {
    await speak('ar');
    show(<PlaybackSettings />);
    within(screen.getByRole('combobox', { name: 'مقدار الرجوع' })).getByText('١٠ ثوانٍ');
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
