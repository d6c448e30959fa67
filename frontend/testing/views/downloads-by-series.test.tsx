import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DownloadState } from '../../offline/index';
import DownloadsView from '../../views/downloads';
import { aCatalogue, aDownload, aLecture, byLecture } from '../builders';
import { device } from '../fake-offline';
import { show } from '../render';

const lesson = (seriesId: string, number: number) =>
  aLecture({
    ...{ id: `${seriesId}-${number}`, title: `${seriesId} ${number}`, number },
    ...{ seriesId, seriesTitle: `Series ${seriesId}` },
  });

function downloadsIn(states: Readonly<Record<string, DownloadState>>): void {
  device.downloads.set(
    byLecture(
      ...Object.entries(states).map(([lectureId, state]) =>
        aDownload({
          lectureId,
          state,
          totalBytes: 10_000_000,
          storedBytes: state === 'ready' ? 10_000_000 : 0,
        }),
      ),
    ),
  );
}

beforeEach(() => {
  const lectures = ['a', 'b'].flatMap((seriesId) => [1, 2, 3].map((number) => lesson(seriesId, number)));
  device.catalogue.set(aCatalogue({ lectures: [...lectures, aLecture({ id: 'single', title: 'Single' })] }));
});

describe('downloads', () => {
  it('are grouped by series within their state, single lectures last', () => {
    downloadsIn({ single: 'ready', 'b-1': 'ready', 'a-2': 'ready', 'a-1': 'ready', 'b-2': 'paused' });
    show(<DownloadsView />);
    const ready = within(screen.getByRole('region', { name: /^Ready/ }));
    expect(ready.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      ...['Series a', 'a 1', 'a 2', 'Series b', 'b 1', 'Single'],
    ]);
    expect(ready.getAllByRole('heading', { level: 3 }).length).toBe(2);
  });

  it('do not repeat the title of the series in each row below it', () => {
    const same = [1, 2].map((number) => ({ ...lesson('a', number), title: 'Lesson' }));
    device.catalogue.set(aCatalogue({ lectures: same }));
    downloadsIn({ 'a-1': 'ready', 'a-2': 'ready' });
    show(<DownloadsView />);
    expect(screen.getAllByText(/Series a/).length).toBe(1);
  });

  it('are all paused at once', async () => {
    downloadsIn({ 'a-1': 'downloading', 'a-2': 'queued', 'b-1': 'queued', 'b-2': 'ready' });
    const user = show(<DownloadsView />);
    await user.click(screen.getByRole('button', { name: 'Pause all' }));
    expect(device.pauseDownloads.mock.calls).toEqual([[['a-1', 'a-2', 'b-1']]]);
    expect(screen.queryByRole('button', { name: 'Resume all' })).toBeNull();
  });

  it('are all resumed at once, in order', async () => {
    downloadsIn({ 'a-2': 'paused', 'a-1': 'paused', 'b-1': 'ready' });
    const user = show(<DownloadsView />);
    await user.click(screen.getByRole('button', { name: 'Resume all' }));
    expect(device.resumeDownloads.mock.calls).toEqual([[['a-1', 'a-2']]]);
  });

  it('are all cancelled after a question, and what is complete stays', async () => {
    downloadsIn({ 'a-1': 'downloading', 'a-2': 'paused', 'b-1': 'ready', 'b-2': 'missing' });
    const user = show(<DownloadsView />);
    await user.click(screen.getByRole('button', { name: 'Cancel all' }));
    const question = within(screen.getByRole('alertdialog', { name: 'Cancel these downloads?' }));
    question.getByText(/^2 downloads are cancelled/);
    expect(device.cancelDownloads).not.toHaveBeenCalled();
    await user.click(question.getByRole('button', { name: 'Cancel downloads' }));
    expect(device.cancelDownloads.mock.calls).toEqual([[['a-1', 'a-2']]]);
  });

  it('of one series are paused, cancelled and removed by its menu', async () => {
    downloadsIn({ 'a-1': 'ready', 'a-2': 'queued', 'b-1': 'queued', 'b-2': 'queued' });
    const user = show(<DownloadsView />);
    const menu = async () => {
      await user.click(screen.getAllByRole('button', { name: 'More: Series a' })[0] ?? document.body);
      return within(screen.getByRole('dialog', { name: 'Series a' }));
    };
    await user.click((await menu()).getByRole('button', { name: 'Pause all' }));
    expect(device.pauseDownloads.mock.calls).toEqual([[['a-2']]]);
    await user.click((await menu()).getByRole('button', { name: 'Remove series from this device' }));
    const question = within(
      screen.getByRole('alertdialog', { name: 'Remove this series from this device?' }),
    );
    question.getByText(/^2 lectures leave this device and 10 MB become free/);
    await user.click(question.getByRole('button', { name: 'Remove' }));
    expect(device.removeDownloads.mock.calls).toEqual([[['a-1', 'a-2']]]);
  });

  it('that are one alone have no buttons for all', () => {
    downloadsIn({ 'a-1': 'downloading' });
    show(<DownloadsView />);
    expect(screen.queryByRole('button', { name: 'Cancel all' })).toBeNull();
  });
});
