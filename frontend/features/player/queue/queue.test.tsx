import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue, aDownload, aLecture, byLecture } from '../../../testing/builders';
import { device } from '../../../testing/fake-offline';
import { show } from '../../../testing/render';
import { NextCard } from './NextCard';
import { QueueList } from './QueueList';

function lineUp(...ids: readonly string[]): void {
  device.catalogue.set(aCatalogue({ lectures: ids.map((id) => aLecture({ id, title: `Lecture ${id}` })) }));
  device.upNext.set({ queue: ids, next: ids[0] ?? null });
}

/** Every role "status" outside of the rows; what the list said last. */
const said = () => screen.getByRole('status').textContent;

describe('the queue', () => {
  it('says how something comes into it while it is empty', () => {
    show(<QueueList />);
    screen.getByText(/^What you line up with “Play next” or “Add to queue” stands here/);
  });

  it('plays by a tap, and takes out', async () => {
    lineUp('a', 'b');
    const user = show(<QueueList />);
    await user.click(screen.getByRole('button', { name: 'Play: Lecture b' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('b');
    await user.click(screen.getByRole('button', { name: 'Remove from queue: Lecture a' }));
    expect(device.removeFromQueue).toHaveBeenCalledExactlyOnceWith('a');
  });

  it('does not play offline what is not here', async () => {
    lineUp('a', 'b');
    device.online.set(false);
    device.downloads.set(byLecture(aDownload({ lectureId: 'b' })));
    const user = show(<QueueList />);
    await user.click(screen.getByRole('button', { name: 'Not on this device: Lecture a' }));
    expect(device.play).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Play: Lecture b' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('b');
  });

  it.each([
    ['ArrowUp', 0],
    ['ArrowDown', 2],
    ['Home', 0],
    ['End', 3],
  ])('is reordered by %s on the grip, and says the new place', (key, to) => {
    lineUp('a', 'b', 'c', 'd');
    show(<QueueList />);
    fireEvent.keyDown(screen.getByRole('button', { name: 'Move: Lecture b' }), { key });
    expect(device.moveInQueue).toHaveBeenCalledExactlyOnceWith('b', to);
    expect(said()).toBe(`Lecture b: place ${to + 1} of 4`);
  });

  it('is reordered by a menu, which offers no way beyond the ends', () => {
    lineUp('a', 'b');
    show(<QueueList />);
    // As a screen reader presses it: a click without a pointer.
    fireEvent.click(screen.getByRole('button', { name: 'Move: Lecture a' }), { detail: 0 });
    const menu = within(screen.getByRole('dialog', { name: 'Lecture a' }));
    expect(menu.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Move down',
      'Cancel',
    ]);
    fireEvent.click(menu.getByRole('button', { name: 'Move down' }));
    expect(device.moveInQueue).toHaveBeenCalledExactlyOnceWith('a', 1);
  });
});

describe('the card of what comes next', () => {
  const card = <NextCard queueOpen={false} onToggleQueue={() => undefined} />;

  it('goes there now, and offers the download', async () => {
    lineUp('a');
    const user = show(card);
    screen.getByRole('button', { name: 'Next: Lecture a', expanded: false });
    screen.getByRole('button', { name: 'Download: Lecture a' });
    await user.click(screen.getByRole('button', { name: 'Play now: Lecture a' }));
    expect(device.next).toHaveBeenCalledOnce();
  });

  it('waits for the listener where the next one does not begin by itself', () => {
    lineUp('a');
    device.playback.set({ ...device.playback.get(), autoPlay: false });
    show(card);
    screen.getByRole('button', { name: 'Next, when you choose: Lecture a' });
  });

  it('is not there when nothing is next', () => {
    show(card);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
