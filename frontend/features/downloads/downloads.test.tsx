import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { DownloadState, DownloadView } from '../../offline/index';
import { aDownload, aLecture, aProgress, byLecture } from '../../testing/builders';
import { type FakeOffline, device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { DownloadControl } from './DownloadControl';
import { LectureDownload } from './LectureDownload';
import { NoSpaceLeft } from './NoSpaceLeft';
import { RemoveDownload } from './RemoveDownload';
import { SpaceHeld } from './SpaceHeld';

const space = {
  ...{ downloadedBytes: 0, freeBytes: null, persisted: null, full: false, deletedAfterDays: null },
};

describe('the download button', () => {
  it.each<[DownloadState | undefined, string, keyof FakeOffline]>([
    [undefined, 'Download: On patience', 'download'],
    ['queued', 'Pause download: On patience, 50%', 'pauseDownload'],
    ['downloading', 'Pause download: On patience, 50%', 'pauseDownload'],
    ['waiting', 'Pause download: On patience, 50%', 'pauseDownload'],
    ['paused', 'Resume download: On patience, 50%', 'resumeDownload'],
    ['missing', 'Download again: On patience', 'download'],
    ['stopped', 'Download again: On patience', 'download'],
  ])(
    'is named after the state of the download (%s: “%s”) and does what its name says',
    async (state, name, command) => {
      if (state !== undefined) {
        device.downloads.set(byLecture(aDownload({ state, storedBytes: 19_000_000 })));
      }
      const user = show(<DownloadControl lectureId="lecture" title="On patience" />);
      await user.click(screen.getByRole('button', { name }));
      expect(device[command]).toHaveBeenCalledExactlyOnceWith('lecture');
    },
  );

  it('becomes a check mark once the lecture is downloaded', () => {
    device.downloads.set(byLecture(aDownload()));
    show(<DownloadControl lectureId="lecture" title="On patience" />);
    screen.getByRole('img', { name: 'On this device' });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('shows the percentage in Arabic digits', async () => {
    await speak('ar');
    device.downloads.set(byLecture(aDownload({ state: 'downloading', storedBytes: 19_000_000 })));
    show(<DownloadControl lectureId="lecture" title="الصبر" />);
    expect(screen.getByRole('button').getAttribute('aria-label')).toMatch(/^إيقاف التنزيل مؤقتًا: الصبر، ٥٠٪/);
  });
});

describe('the text about a download', () => {
  it.each<[DownloadView['problem'], string]>([
    ['no-space', 'not enough space'],
    ['gone', 'the server does not offer it any more'],
    ['damaged', 'arrived damaged'],
    [null, 'stopped'],
  ])('says why the download stopped: %s', async (problem, words) => {
    device.downloads.set(byLecture(aDownload({ state: 'stopped', problem, storedBytes: 10_000_000 })));
    const user = show(<LectureDownload lecture={aLecture()} />);
    screen.getByText(`10 of 38 MB · ${words}`);
    await user.click(await screen.findByRole('button', { name: 'Download again' }));
    expect(device.download).toHaveBeenCalledExactlyOnceWith('lecture');
  });

  it('waits for the server by itself, and says that it is the server', () => {
    device.downloads.set(
      byLecture(aDownload({ state: 'waiting', waitsFor: 'server', storedBytes: 10_000_000 })),
    );
    show(<LectureDownload lecture={aLecture()} />);
    screen.getByText('10 of 38 MB · the server does not send it now, tried again by itself');
  });

  it('says that the download waits for the network, and offers to cancel it', async () => {
    device.downloads.set(byLecture(aDownload({ state: 'waiting', storedBytes: 10_000_000 })));
    const user = show(<LectureDownload lecture={aLecture()} />);
    screen.getByText('10 of 38 MB · waits for the network, goes on by itself');
    await user.click(screen.getByRole('button', { name: 'Cancel download' }));
    expect(device.cancelDownload).toHaveBeenCalledExactlyOnceWith('lecture');
  });

  it('warns before the download when the space does not suffice', () => {
    device.storage.set({ ...space, freeBytes: 20_000_000 });
    show(<LectureDownload lecture={aLecture()} />);
    screen.getByText('20 MB free: not enough space');
    now(() => {
      device.storage.set({ ...space, freeBytes: 500_000_000 });
    });
    screen.getByText('500 MB free');
  });

  it('offers a better recording of a downloaded lecture', async () => {
    device.downloads.set(byLecture(aDownload({ assetId: 'before' })));
    const user = show(<LectureDownload lecture={aLecture({ assetId: 'after' })} />);
    await user.click(screen.getByRole('button', { name: 'Download the better recording: On patience' }));
    expect(device.download).toHaveBeenCalledExactlyOnceWith('lecture');
  });
});

describe('removing a download', () => {
  it.each<DownloadState>(['queued', 'downloading', 'waiting', 'paused', 'stopped'])(
    'that never was here (%s) is cancelling it, and is called so',
    async (state) => {
      device.downloads.set(byLecture(aDownload({ state, storedBytes: 0 })));
      const user = show(<RemoveDownload lectureId="lecture" title="On patience" look="row" />);
      expect(screen.queryByRole('button', { name: /^Remove from this device/ })).toBeNull();
      await user.click(screen.getByRole('button', { name: 'Cancel download: On patience' }));
      expect(device.cancelDownload).toHaveBeenCalledExactlyOnceWith('lecture');
    },
  );

  it('keeps the download when the listener declines the question', async () => {
    const user = show(<RemoveDownload lectureId="lecture" title="On patience" look="row" />);
    await user.click(screen.getByRole('button', { name: 'Remove from this device: On patience' }));
    const question = screen.getByRole('alertdialog', { name: 'Remove this download?' });
    await user.click(within(question).getByRole('button', { name: 'Keep' }));
    expect(device.removeDownloads).not.toHaveBeenCalled();
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('warns offline that the lecture cannot be played afterwards, and removes it', async () => {
    device.online.set(false);
    const user = show(<RemoveDownload lectureId="lecture" title="On patience" look="row" />);
    await user.click(screen.getByRole('button', { name: 'Remove from this device: On patience' }));
    const question = screen.getByRole('alertdialog');
    within(question).getByText(/you are offline: you cannot listen to it until there is a network/);
    await user.click(within(question).getByRole('button', { name: 'Remove' }));
    expect(device.removeDownloads).toHaveBeenCalledExactlyOnceWith(['lecture']);
  });
});

describe('the alert about a full device', () => {
  const stopped = aDownload({ lectureId: 'big', state: 'stopped', problem: 'no-space' });

  it('offers to remove completed lectures and to try again', async () => {
    device.storage.set({ ...space, full: true });
    device.downloads.set(byLecture(stopped, aDownload({ lectureId: 'heard', totalBytes: 12_000_000 })));
    device.listening.set(byLecture(aProgress({ lectureId: 'heard', completed: true })));
    const user = show(<NoSpaceLeft />);
    const alert = screen.getByRole('alert', { name: 'Not enough space' });
    within(alert).getByRole('button', { name: 'Remove completed lectures · 12 MB' });
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(device.resumeDownload).toHaveBeenCalledExactlyOnceWith('big');
  });

  it('does not appear while there is space', () => {
    device.downloads.set(byLecture(stopped));
    show(<NoSpaceLeft />);
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the text about storage', () => {
  it('names the used space, the free space and whether the browser may evict downloads', () => {
    device.storage.set({ ...space, downloadedBytes: 50_000_000, freeBytes: 150_000_000, persisted: true });
    device.downloads.set(byLecture(aDownload()));
    show(<SpaceHeld />);
    screen.getByText('50 MB on this device');
    screen.getByText('150 MB free');
    screen.getByText('1 lecture · kept safe by the browser');
    screen.getByRole('progressbar', { name: 'Space' });
  });

  it('comes with a warning where the browser deletes what is not used', () => {
    device.storage.set({ ...space, deletedAfterDays: 7 });
    show(<SpaceHeld />);
    screen.getByText(/^If you do not open this page for 7 days, the browser deletes everything/);
  });

  it('leaves out what the browser does not report', () => {
    device.storage.set({ ...space, downloadedBytes: 50_000_000 });
    show(<SpaceHeld />);
    expect(screen.queryByRole('progressbar')).toBeNull();
    screen.getByText('0 lectures');
  });
});
