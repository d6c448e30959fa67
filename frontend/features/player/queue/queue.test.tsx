import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue, aDownload, aLecture, byLecture } from '../../../testing/builders';
import { device } from '../../../testing/fake-offline';
import { now, show } from '../../../testing/render';
import { NextCard } from './NextCard';
import { QueueList } from './QueueList';

function lineUp(...ids: readonly string[]): void {
  device.catalogue.set(aCatalogue({ lectures: ids.map((id) => aLecture({ id, title: `Lecture ${id}` })) }));
  device.upNext.set({ queue: ids, next: ids[0] ?? null, afterQueue: [] });
}

/** Every role "status" outside of the rows; what the list said last. */
const said = () => screen.getByRole('status').textContent;

describe('the view of the queue', () => {
  it('explains while it is empty how lectures are added', () => {
    show(<QueueList />);
    screen.getByText(/^What you line up with “Play next” or “Add to queue” stands here/);
  });

  it('does not call a lecture withdrawn that has not been read yet', () => {
    device.catalogue.set({ ...aCatalogue({}), arriving: { from: 'device', lectures: null } });
    device.upNext.set({ queue: ['a'], next: null, afterQueue: [] });
    show(<QueueList />);
    expect(device.lookUp).toHaveBeenCalledWith('lecture', 'a');
    expect(screen.queryByText('No longer in the catalogue')).toBeNull();
    now(() => {
      device.catalogue.set(aCatalogue({}));
    });
    screen.getByText('No longer in the catalogue');
  });

  it('plays a lecture when it is tapped, and removes one', async () => {
    lineUp('a', 'b');
    const user = show(<QueueList />);
    await user.click(screen.getByRole('button', { name: 'Play: Lecture b' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('b');
    await user.click(screen.getByRole('button', { name: 'Remove from queue: Lecture a' }));
    expect(device.removeFromQueue).toHaveBeenCalledExactlyOnceWith('a');
  });

  it('does not play a lecture offline that is not downloaded', async () => {
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
  ])('moves a lecture when %s is pressed on the grip, and announces the new place', (key, to) => {
    lineUp('a', 'b', 'c', 'd');
    show(<QueueList />);
    fireEvent.keyDown(screen.getByRole('button', { name: 'Move: Lecture b' }), { key });
    expect(device.moveInQueue).toHaveBeenCalledExactlyOnceWith('b', to);
    expect(said()).toBe(`Lecture b: place ${to + 1} of 4`);
  });

  it('moves a lecture by a menu, which offers no move beyond the ends', () => {
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

describe('a queue of 2,000 lectures', () => {
  it('renders the first ones, and moves one by its place among all', () => {
    lineUp(...Array.from({ length: 2_000 }, (_, index) => `${index + 1}`));
    show(<QueueList />);
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
    fireEvent.keyDown(screen.getByRole('button', { name: 'Move: Lecture 3' }), { key: 'ArrowDown' });
    expect(device.moveInQueue).toHaveBeenCalledExactlyOnceWith('3', 3);
    expect(said()).toBe('Lecture 3: place 4 of 2,000');
  });
});

describe('what comes after the queue', () => {
  const titles = () =>
    within(screen.getByRole('list', { name: 'Then, in the series' }))
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label'));

  it('is listed below it, and can be played', async () => {
    lineUp('a', 'b', 'c');
    device.upNext.set({ queue: ['a'], next: 'a', afterQueue: ['b', 'c'] });
    const user = show(<QueueList />);
    expect(titles()).toEqual(['Play: Lecture b', 'Play: Lecture c']);
    await user.click(screen.getByRole('button', { name: 'Play: Lecture c' }));
    expect(device.play).toHaveBeenCalledExactlyOnceWith('c');
  });

  it('is nothing where lectures do not begin by themselves', () => {
    lineUp('a', 'b');
    device.upNext.set({ queue: ['a'], next: 'a', afterQueue: ['b'] });
    device.playback.set({ ...device.playback.get(), autoPlay: false });
    show(<QueueList />);
    expect(screen.queryByRole('list', { name: 'Then, in the series' })).toBeNull();
  });
});

describe('the card for the next lecture', () => {
  const card = <NextCard queueOpen={false} onToggleQueue={() => undefined} />;

  it('starts the next lecture at once, and offers to download it', async () => {
    lineUp('a');
    const user = show(card);
    screen.getByRole('button', { name: 'Next: Lecture a', expanded: false });
    screen.getByRole('button', { name: 'Download: Lecture a' });
    await user.click(screen.getByRole('button', { name: 'Play now: Lecture a' }));
    expect(device.next).toHaveBeenCalledOnce();
  });

  it('waits for a tap when autoplay is off', () => {
    lineUp('a');
    device.playback.set({ ...device.playback.get(), autoPlay: false });
    show(card);
    screen.getByRole('button', { name: 'Next, when you choose: Lecture a' });
  });

  it('does not appear when there is no next lecture', () => {
    show(card);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
