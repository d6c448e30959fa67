import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPlayer } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { PlaybackSettings } from './PlaybackSettings';
import { SleepControl, SleepLine } from './SleepControl';
import { SpeedControl } from './SpeedControl';

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
    device.player.set(aPlayer({ rate: 1.3 }));
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
