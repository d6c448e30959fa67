import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aCatalogue, aLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show } from '../../testing/render';
import { ArrivingProgress, NotHere } from './Arriving';

const lectures = Array.from({ length: 3_200 }, (_, index) => aLecture({ id: `lecture-${index}` }));

afterEach(() => {
  vi.useRealTimers();
});

describe('a catalogue that is arriving', () => {
  it('says after two seconds how much of it is here', () => {
    vi.useFakeTimers();
    device.catalogue.set({ ...aCatalogue({ lectures }), arriving: { from: 'server', lectures: 18_441 } });
    show(<ArrivingProgress />);
    expect(document.body.textContent).toBe('');
    now(() => {
      vi.advanceTimersByTime(2_000);
    });
    screen.getByText('3,200 of 18,441 lessons are here');
    now(() => {
      device.catalogue.set(aCatalogue({ lectures }));
    });
    expect(document.body.textContent).toBe('');
  });

  it('C13.4: does not say of anything that it is not there', () => {
    device.catalogue.set({ ...aCatalogue({}), arriving: { from: 'server', lectures: null } });
    show(<NotHere looked />);
    screen.getByText('The library is still arriving');
    now(() => {
      device.catalogue.set(aCatalogue({}));
    });
    screen.getByText('This page is not here');
  });

  it('says of a library that is stored here that it is being read, not that it arrives', () => {
    device.catalogue.set({ ...aCatalogue({}), arriving: { from: 'device', lectures: null } });
    show(<NotHere looked />);
    screen.getByText('The library on this device is still being read');
    expect(screen.queryByText('The library is still arriving')).toBeNull();
  });

  it('says nothing while this device is asked', () => {
    device.catalogue.set({ ...aCatalogue({}), arriving: { from: 'device', lectures: null } });
    show(<NotHere looked={false} />);
    expect(screen.queryByText('The library on this device is still being read')).toBeNull();
  });
});
