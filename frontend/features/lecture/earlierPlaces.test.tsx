import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { EarlierPlaces } from './EarlierPlaces';

const leftAt = Date.UTC(2026, 10, 29, 12, 4);

function leave(): void {
  device.earlierPlaces.set(
    new Map([
      [
        'lecture',
        [
          { positionMs: 3_300_000, leftAt, cause: 'jump' },
          { positionMs: 600_000, leftAt, cause: 'other-device' },
        ],
      ],
    ]),
  );
}

describe('earlier places', () => {
  it('are not offered where there are none', () => {
    show(<EarlierPlaces lectureId="lecture" />);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('say when and why they were left, and are gone back to', async () => {
    leave();
    const user = show(<EarlierPlaces lectureId="lecture" />);
    await user.click(screen.getByRole('button', { name: 'Earlier places' }));
    const list = within(screen.getByRole('dialog', { name: 'Earlier places' }));
    list.getByRole('button', { name: /^10:00 · other device · Nov 29, 2026/ });
    await user.click(list.getByRole('button', { name: /^55:00 · before a jump · Nov 29, 2026/ }));
    expect(device.goToPlace).toHaveBeenCalledExactlyOnceWith('lecture', 3_300_000);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('speak Arabic', async () => {
    await speak('ar');
    leave();
    const user = show(<EarlierPlaces lectureId="lecture" />);
    await user.click(screen.getByRole('button', { name: 'مواضع سابقة' }));
    screen.getByRole('button', { name: /^٥٥:٠٠، قبل انتقال، / });
  });
});
