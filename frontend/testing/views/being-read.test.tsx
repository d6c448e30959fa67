import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueView } from '../../offline/index';
import LectureView from '../../views/lectures/{lectureId}';
import LibraryView from '../../views/library';
import ScholarView from '../../views/scholars/{scholarId}';
import SeriesView from '../../views/series/{seriesId}';
import { aCatalogue, aLecture, aProgress, byLecture } from '../builders';
import { device } from '../fake-offline';
import { show } from '../render';

const lessons = [1, 2].map((number) =>
  aLecture({
    id: `l${number}`,
    title: `Lesson ${number}`,
    number,
    seriesId: 's',
    seriesTitle: 'Foundations',
    scholarName: 'Ahmad al-Amin',
  }),
);

/** What a start with a large library knows before the rest has been read from the device. */
function beingRead(catalogue: CatalogueView): CatalogueView {
  return { ...catalogue, arriving: { from: 'device', lectures: null } };
}

function expectNothingUntrue(): void {
  expect(screen.queryByText('The library is still arriving')).toBeNull();
  expect(screen.queryByText('The library on this device is still being read')).toBeNull();
  expect(screen.queryByText('This page is not here')).toBeNull();
}

beforeEach(() => {
  device.catalogue.set(beingRead(aCatalogue({ lectures: [aLecture({ id: 'newest' })] })));
});

/** The device has these lessons, and shows them when it is asked for them. */
function isStored(): void {
  device.lookUp.mockImplementation(() => {
    device.catalogue.set(beingRead(aCatalogue({ lectures: lessons })));
    return Promise.resolve();
  });
}

describe('a page of what is stored, while the library is being read', () => {
  it.each([
    ['series', SeriesView, '/series/s', '/series/:seriesId', 's'],
    ['scholar', ScholarView, '/scholars/scholar', '/scholars/:scholarId', 'scholar'],
    ['lecture', LectureView, '/lectures/l2', '/lectures/:lectureId', 'l2'],
  ] as const)('shows a %s at once', async (kind, View, address, route, id) => {
    isStored();
    show(<View />, { address, route });
    expectNothingUntrue();
    expect((await screen.findAllByText(kind === 'scholar' ? 'Foundations' : 'Lesson 2')).length).not.toBe(0);
    expect(device.lookUp).toHaveBeenCalledWith(kind, id);
    expectNothingUntrue();
  });

  it('says that the library is being read where the device did not find it', async () => {
    show(<SeriesView />, { address: '/series/s', route: '/series/:seriesId' });
    expectNothingUntrue();
    await screen.findByText('The library on this device is still being read');
  });

  it('shows no series without its lessons', async () => {
    device.catalogue.set(beingRead({ ...aCatalogue({ lectures: lessons }), lectures: new Map() }));
    show(<SeriesView />, { address: '/series/s', route: '/series/:seriesId' });
    screen.getByRole('heading', { name: 'Foundations' });
    expect(screen.queryByRole('list')).toBeNull();
    expect(device.lookUp).toHaveBeenCalledWith('series', 's');
    await screen.findByRole('list');
  });

  it('lists what the listener heard', async () => {
    isStored();
    device.listening.set(byLecture(aProgress({ lectureId: 'l2', listenedAt: 1 })));
    show(<LibraryView />, { address: '/library?tab=history' });
    await screen.findByRole('link', { name: 'Lesson 2' });
  });
});
