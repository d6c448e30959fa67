import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue, aLecture, aPlayer } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show } from '../../testing/render';
import { PlayerNotices } from './PlayerNotices';

describe('the notices of the player', () => {
  it.each(['unavailable', 'gone', 'unplayable'] as const)(
    'offer to try again what is %s',
    async (problem) => {
      device.player.set(aPlayer({ state: 'failed', problem }));
      const user = show(<PlayerNotices />);
      await user.click(screen.getByRole('button', { name: 'Try again' }));
      expect(device.resume).toHaveBeenCalledOnce();
    },
  );

  it('offer to download again what is damaged', async () => {
    device.player.set(aPlayer({ state: 'failed', problem: 'damaged' }));
    const user = show(<PlayerNotices />);
    await user.click(screen.getByRole('button', { name: 'Download again' }));
    expect(device.download).toHaveBeenCalledWith('lecture');
  });

  it.each(['offline', 'unsupported'] as const)('offer nothing where nothing helps: %s', (problem) => {
    device.player.set(aPlayer({ state: 'failed', problem }));
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
