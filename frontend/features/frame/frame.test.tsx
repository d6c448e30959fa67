import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { StorageProblem } from '../../offline/index';
import { aPlayer } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { useCommand } from '../../ui/useCommand';
import { FaultBoundary } from './FaultBoundary';
import { OfflineSign } from './OfflineSign';
import { StorageNotice } from './StorageNotice';
import { UpdateNotice } from './UpdateNotice';
import { ViewHeader } from './ViewHeader';

describe('the offline sign', () => {
  it('appears only while there is no network', () => {
    show(<OfflineSign />);
    expect(screen.queryByRole('img')).toBeNull();
    now(() => {
      device.online.set(false);
    });
    screen.getByRole('img', { name: 'Offline' });
    now(() => {
      device.online.set(true);
    });
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('has an Arabic name in Arabic', async () => {
    await speak('ar');
    device.online.set(false);
    show(<OfflineSign inWords />);
    screen.getByRole('img', { name: 'غير متصل' });
  });
});

describe('the notice about storage', () => {
  it.each<[StorageProblem, RegExp]>([
    ['unavailable', /keeps nothing for the app/],
    ['full', /no room left on this device/],
    ['blocked', /open in another tab/],
  ])('shows “%s”', (problem, words) => {
    device.storageProblem.set(problem);
    show(<StorageNotice />);
    expect(screen.getByRole('status').textContent).toMatch(words);
  });

  it('does not appear while the storage works', () => {
    show(<StorageNotice />);
    expect(screen.queryByRole('status')).toBeNull();
  });
});

describe('the notice about a new version', () => {
  it('waits until nothing plays, and activates the version when it is tapped', async () => {
    device.update.set(true);
    device.player.set(aPlayer());
    const user = show(<UpdateNotice />);
    expect(screen.queryByRole('status')).toBeNull();
    now(() => {
      device.player.set(aPlayer({ state: 'paused' }));
    });
    await user.click(screen.getByRole('button', { name: 'Use it now' }));
    expect(device.applyUpdate).toHaveBeenCalledOnce();
  });
});

describe('a view’s header', () => {
  it('names the view and the document, and has a link back', () => {
    show(<ViewHeader title="Journal" back="/settings" />);
    screen.getByRole('heading', { level: 1, name: 'Journal' });
    expect(document.title).toBe('Journal · Salafi Durus');
    expect(screen.getByRole('link', { name: 'Back' }).getAttribute('href')).toBe('/settings');
  });
});

describe('a command that fails', () => {
  function Failing() {
    const run = useCommand();
    return (
      <button
        type="button"
        onClick={() => {
          run(Promise.reject(new Error('the command failed')));
        }}
      >
        Fail
      </button>
    );
  }

  it('shows the fault boundary, which offers to try again', async () => {
    const user = show(
      <FaultBoundary>
        <Failing />
      </FaultBoundary>,
    );
    await user.click(screen.getByRole('button', { name: 'Fail' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    screen.getByRole('button', { name: 'Fail' });
  });
});
