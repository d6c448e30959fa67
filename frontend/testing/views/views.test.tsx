import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import HomeView from '../../views/@index';
import DownloadsView from '../../views/downloads';
import JournalView from '../../views/journal';
import LectureView from '../../views/lectures/{lectureId}';
import LibraryView from '../../views/library';
import SeriesView from '../../views/series/{seriesId}';
import SettingsView from '../../views/settings';
import { aCatalogue, aDownload, aLecture, aPlayer, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { now, show, speak } from '../render';

const lessons = [1, 2, 3].map((number) =>
  aLecture({
    id: `l${number}`,
    title: `Lesson ${number}`,
    number,
    seriesId: 's',
    seriesTitle: 'Foundations',
  }),
);

/** Titles of the lectures that a region or the page shows, in order. */
function titlesIn(place: HTMLElement): readonly (string | null)[] {
  return within(place)
    .getAllByRole('link')
    .filter((link) => link.getAttribute('href')?.startsWith('/lectures/') === true)
    .map(({ textContent }) => textContent);
}

describe('the Home view', () => {
  it('continues with the lecture heard last, and lists new lectures', () => {
    device.catalogue.set(aCatalogue({ lectures: [...lessons, aLecture({ id: 'new', title: 'New' })] }));
    device.listening.set(byLecture(aProgress({ lectureId: 'l1', resumePositionMs: 600_000, listenedAt: 5 })));
    show(<HomeView />);
    const going = screen.getByRole('region', { name: 'Continue listening' });
    expect(titlesIn(going)).toEqual(['Lesson 1']);
    within(going).getByText('30 min left');
    within(going).getByText('Lesson 1 of 3');
    expect(titlesIn(screen.getByRole('region', { name: 'Recently added' }))).toEqual(['New', 'Lesson 2']);
    expect(screen.queryByRole('region', { name: 'On this device' })).toBeNull();
  });

  it('links to Settings when the listener has to sign in again', () => {
    device.account.set({ state: 'expired', listenerId: 'l', name: 'umar', guestLectures: 0 });
    show(<HomeView />);
    screen.getByRole('link', { name: 'Settings: please sign in again' });
  });
});

describe('the Library view', () => {
  it('explains in each empty list how lectures come into it', async () => {
    device.catalogue.set(aCatalogue({}));
    const user = show(<LibraryView />);
    for (const [tab, advice] of [
      ['In progress', /^What you begin to listen to waits here/],
      ['Favorites', /^Give a lecture a heart/],
      ['Completed', /^What you listened to until its end/],
      ['History', /^Everything that you listen to/],
    ] as const) {
      await user.click(screen.getByRole('tab', { name: tab }));
      within(screen.getByRole('tabpanel', { name: tab })).getByText(advice);
    }
  });

  it('moves between its tabs by the arrow keys, around the ends', async () => {
    device.catalogue.set(aCatalogue({}));
    const user = show(<LibraryView />);
    await user.click(screen.getByRole('tab', { name: 'In progress' }));
    await user.keyboard('{ArrowLeft}');
    screen.getByRole('tab', { name: 'History', selected: true });
    await user.keyboard('{Home}{ArrowRight}');
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Favorites', selected: true }));
  });

  it('moves in the other direction in Arabic', async () => {
    await speak('ar');
    device.catalogue.set(aCatalogue({}));
    const user = show(<LibraryView />);
    await user.click(screen.getByRole('tab', { name: 'قيد الاستماع' }));
    await user.keyboard('{ArrowLeft}');
    screen.getByRole('tab', { name: 'المفضلة', selected: true });
  });

  it('shows the tab that is in the address', () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    device.listening.set(byLecture(aProgress({ lectureId: 'l2', favorite: true })));
    show(<LibraryView />, { address: '/library?tab=favorites' });
    expect(titlesIn(screen.getByRole('tabpanel', { name: 'Favorites' }))).toEqual(['Lesson 2']);
  });
});

describe('the Downloads view', () => {
  it('says that there are no downloads', () => {
    device.catalogue.set(aCatalogue({}));
    show(<DownloadsView />);
    screen.getByText('Nothing on this device yet');
  });

  it('groups downloads by state, those that need the listener first', () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    device.downloads.set(
      byLecture(
        aDownload({ lectureId: 'l1' }),
        aDownload({ lectureId: 'l2', state: 'waiting' }),
        aDownload({ lectureId: 'l3', state: 'missing' }),
      ),
    );
    show(<DownloadsView />);
    expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual([
      'Needs your attention 1',
      'Waiting 1',
      'Ready 1',
    ]);
    screen.getByText(/^Keep the app open while it downloads/);
    screen.getByText('0 of 38 MB · removed by the browser: download again');
  });

  it('removes several selected downloads after a confirmation', async () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    device.downloads.set(
      byLecture(...lessons.map(({ id }) => aDownload({ lectureId: id, totalBytes: 10_000_000 }))),
    );
    const user = show(<DownloadsView />);
    await user.click(screen.getByRole('button', { name: 'Select' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select: Lesson 1' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select: Lesson 3' }));
    await user.click(screen.getByRole('button', { name: 'Remove 2 lectures · 20 MB' }));
    const question = within(screen.getByRole('alertdialog', { name: 'Remove these downloads?' }));
    await user.click(question.getByRole('button', { name: 'Remove' }));
    expect(device.removeDownloads.mock.calls).toEqual([[['l1', 'l3']]]);
  });
});

describe('the view of a lecture', () => {
  const place = { address: '/lectures/l2', route: '/lectures/:lectureId' };

  it('shows title, length, size and place in the series', () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    show(<LectureView />, place);
    screen.getByRole('heading', { level: 1, name: 'Lesson 2' });
    screen.getByText('Lesson 2 of 3 · 40 min · 38 MB');
    screen.getByRole('link', { name: 'Foundations' });
  });

  it('lists the chapters, which go to their places once the lecture is in the player', async () => {
    const chapters = [
      { startMs: 0, title: 'Opening' },
      { startMs: 600_000, title: 'Questions' },
    ];
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ id: 'l2', chapters })] }));
    const user = show(<LectureView />, place);
    const region = within(screen.getByRole('region', { name: 'Chapters' }));
    expect(region.getAllByRole('listitem').length).toBe(2);
    now(() => {
      device.player.set(aPlayer({ lectureId: 'l2' }));
    });
    await user.click(region.getByRole('button', { name: /Questions/ }));
    expect(device.seek).toHaveBeenCalledWith(600_000);
  });

  it('has the lessons around it beside it on a wide screen, and not on a narrow one', () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    const matches = vi.spyOn(window, 'matchMedia');
    const media = (wide: boolean) => ({
      matches: wide,
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    });
    matches.mockImplementation(() => media(true) as unknown as MediaQueryList);
    show(<LectureView />, place);
    const beside = screen.getByRole('region', { name: 'Foundations' });
    expect(titlesIn(beside)).toEqual(['Lesson 1', 'Lesson 2', 'Lesson 3']);
    within(beside).getByRole('link', { name: 'Lesson 2', current: 'page' });
    cleanup();
    matches.mockImplementation(() => media(false) as unknown as MediaQueryList);
    show(<LectureView />, place);
    expect(screen.queryByRole('region', { name: 'Foundations' })).toBeNull();
    matches.mockRestore();
  });

  it('says that a lecture was withdrawn', () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ id: 'l2', published: false })] }));
    show(<LectureView />, place);
    screen.getByText('No longer in the catalogue');
  });

  it('says that the lecture does not exist', () => {
    device.catalogue.set(aCatalogue({}));
    show(<LectureView />, place);
    screen.getByText('This page is not here');
    screen.getByRole('link', { name: 'Go to Home' });
  });
});

describe('the view of a series', () => {
  it('continues with its next lecture, and downloads the missing ones in order', async () => {
    device.catalogue.set(aCatalogue({ lectures: lessons }));
    device.listening.set(byLecture(aProgress({ lectureId: 'l1', completed: true })));
    device.downloads.set(byLecture(aDownload({ lectureId: 'l2' })));
    const user = show(<SeriesView />, { address: '/series/s', route: '/series/:seriesId' });
    screen.getByText('1 completed');
    expect(screen.getAllByRole('button', { name: 'Play: Lesson 2' }).length).toBe(1);
    await user.click(screen.getByRole('button', { name: 'Download all · 76 MB' }));
    expect(device.downloadAll.mock.calls).toEqual([[['l1', 'l3']]]);
  });
});

describe('the Settings view', () => {
  const account = { listenerId: 'l', name: 'umar', guestLectures: 0 };

  it('offers a guest to sign in, and shows no synchronization', () => {
    device.account.set({ ...account, state: 'guest' });
    show(<SettingsView />);
    screen.getByText('You listen without an account. Everything stays on this device.');
    screen.getByRole('link', { name: 'Sign in' });
    expect(screen.queryByRole('region', { name: 'Synchronization' })).toBeNull();
  });

  it('shows the number of pending changes, and synchronizes now', async () => {
    device.account.set({ ...account, state: 'signed-in' });
    device.sync.set({ pending: 2, running: false, failing: false, lastSuccessAt: null, rejected: 1 });
    const user = show(<SettingsView />);
    const region = within(screen.getByRole('region', { name: 'Synchronization' }));
    region.getByText('2 changes are waiting');
    region.getByText('Not synchronized yet');
    region.getByText('The server refused 1 change');
    await user.click(region.getByRole('button', { name: 'Sync now' }));
    expect(device.refresh).toHaveBeenCalledOnce();
    now(() => {
      device.sync.set({ pending: 0, running: true, failing: false, lastSuccessAt: null, rejected: 0 });
    });
    region.getByText('Everything is synchronized');
  });

  it('say that the server takes nothing just now, and that listening does not wait for it', () => {
    device.account.set({ ...account, state: 'signed-in' });
    device.sync.set({ pending: 2, running: false, failing: true, lastSuccessAt: null, rejected: 0 });
    show(<SettingsView />);
    within(screen.getByRole('region', { name: 'Synchronization' })).getByText(
      /^The server could not take your changes just now/,
    );
  });

  it('asks the listener of an expired session to sign in again', () => {
    device.account.set({ ...account, state: 'expired' });
    show(<SettingsView />);
    screen.getByText(/^Please sign in again, umar/);
  });

  it('switches to Arabic and to right-to-left, and stores the choice', async () => {
    const user = show(<SettingsView />);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'العربية');
    await waitFor(() => {
      expect(document.documentElement.dir).toBe('rtl');
    });
    expect(document.documentElement.lang).toBe('ar');
    expect(device.showIn).toHaveBeenLastCalledWith('ar');
    expect(localStorage.getItem('durus.language')).toBe('ar');
  });

  it('shows a chosen theme at once', async () => {
    const user = show(<SettingsView />);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Theme' }), 'Dark');
    expect(document.documentElement.dataset.theme).toBe('dark');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Theme' }), 'As the system');
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });
});

describe('the journal view', () => {
  it('lists the refusals of the server apart from the other events', async () => {
    device.catalogue.set(aCatalogue({ lectures: [aLecture()] }));
    const change = { type: 'COMPLETED', lectureId: 'lecture', occurredAt: 0, positionMs: null } as const;
    const rejected = { at: 2, event: { kind: 'rejected', reason: 'INVALID_TIME', change } } as const;
    const failed = { at: 1, event: { kind: 'failed', problem: 'unavailable', times: 3 } } as const;
    device.journal.mockResolvedValue({ entries: [rejected, failed], rejected: [rejected] });
    show(<JournalView />);
    const refused = await screen.findByRole('region', { name: 'Refused by the server' });
    within(refused).getByText('Refused (its time cannot be right): On patience completed');
    const happened = within(screen.getByRole('region', { name: 'What happened' }));
    expect(happened.getAllByRole('listitem').length).toBe(2);
    happened.getByText('The server could not be reached, 3 times in a row');
  });

  it('explains to a guest why it is empty', async () => {
    show(<JournalView />);
    await screen.findByText(/^Once you are signed in/);
  });
});
