import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPlayer } from '../../../testing/builders';
import { device } from '../../../testing/fake-offline';
import { now, show, speak } from '../../../testing/render';
import { SeekBar } from './SeekBar';

function shown(positionMs: number): HTMLInputElement {
  device.player.set(aPlayer({ positionMs }));
  show(<SeekBar />);
  return screen.getByRole('slider');
}

describe('the seek bar', () => {
  it('is a slider whose value is read as a time', () => {
    const slider = shown(600_000);
    expect(slider.getAttribute('aria-label')).toBe('Position');
    expect(slider.getAttribute('aria-valuetext')).toBe('10:00 of 40:00');
    expect([slider.min, slider.max, slider.value]).toEqual(['0', '2400000', '600000']);
  });

  it.each([
    ['ArrowRight', 605_000],
    ['ArrowLeft', 595_000],
    ['ArrowUp', 605_000],
    ['ArrowDown', 595_000],
    ['PageUp', 660_000],
    ['PageDown', 540_000],
    ['Home', 0],
    ['End', 2_400_000],
  ])('seeks when %s is pressed', (key, target) => {
    expect(fireEvent.keyDown(shown(600_000), { key }), 'the browser’s own step').toBe(false);
    expect(device.seek).toHaveBeenCalledExactlyOnceWith(target);
  });

  it('leaves other keys to the browser', () => {
    expect(fireEvent.keyDown(shown(600_000), { key: 'Tab' })).toBe(true);
    expect(device.seek).not.toHaveBeenCalled();
  });

  it('runs from right to left and shows Arabic digits in Arabic', async () => {
    await speak('ar');
    const slider = shown(600_000);
    expect(slider.getAttribute('aria-valuetext')).toBe('١٠:٠٠ من ٤٠:٠٠');
    fireEvent.keyDown(slider, { key: 'ArrowLeft' });
    expect(device.seek).toHaveBeenCalledExactlyOnceWith(605_000);
  });

  it('seeks once when it is released, and shows the dragged position until then', () => {
    const slider = shown(600_000);
    fireEvent.input(slider, { target: { value: '900000' } });
    fireEvent.input(slider, { target: { value: '1200000' } });
    expect(slider.getAttribute('aria-valuetext')).toBe('20:00 of 40:00');
    expect(device.seek).not.toHaveBeenCalled();
    now(() => slider.dispatchEvent(new Event('change', { bubbles: true })));
    expect(device.seek).toHaveBeenCalledExactlyOnceWith(1_200_000);
  });

  it('ends a drag when the next lecture begins', () => {
    const slider = shown(600_000);
    fireEvent.input(slider, { target: { value: '1200000' } });
    now(() => {
      device.player.set(aPlayer({ lectureId: 'next', positionMs: 1_000 }));
    });
    expect(slider.getAttribute('aria-valuetext')).toBe('0:01 of 40:00');
    now(() => slider.dispatchEvent(new Event('change', { bubbles: true })));
    expect(device.seek).not.toHaveBeenCalled();
  });
});
