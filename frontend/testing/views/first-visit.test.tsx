import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import HomeView from '../../views/@index';
import { aCatalogue, aDownload, aLecture, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { now, show, speak } from '../render';

const GUEST = { state: 'guest', listenerId: null, name: null, guestLectures: 0 } as const;
const welcome = () => screen.queryByText(/^Lectures of the scholars/);

beforeEach(() => {
  device.catalogue.set(aCatalogue({ lectures: [aLecture()] }));
  device.account.set(GUEST);
});

describe('a first visit', () => {
  it('is welcomed with what this is and for whom, also before the library has arrived', () => {
    device.catalogue.set({ ...aCatalogue({}), state: 'empty' });
    show(<HomeView />);
    expect(welcome()?.textContent).toMatch(/for everyone who seeks knowledge/);
  });

  it('is welcomed in Arabic', async () => {
    await speak('ar');
    show(<HomeView />);
    screen.getByText(/^دروس أهل العلم/);
  });

  it.each([
    [
      'listened to something',
      () => {
        device.listening.set(byLecture(aProgress({ resumePositionMs: 1_000 })));
      },
    ],
    [
      'downloaded something',
      () => {
        device.downloads.set(byLecture(aDownload()));
      },
    ],
    [
      'signed in',
      () => {
        device.account.set({ ...GUEST, state: 'signed-in', listenerId: 'l', name: 'umar' });
      },
    ],
  ])('is over once the listener has %s', (_, act) => {
    show(<HomeView />);
    now(act);
    expect(welcome()).toBeNull();
  });

  it('is not assumed before the device was read', () => {
    device.account.set({ ...GUEST, state: 'loading' });
    show(<HomeView />);
    expect(welcome()).toBeNull();
  });
});
