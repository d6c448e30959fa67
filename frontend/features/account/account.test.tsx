import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aDownload, byLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { ForgetAccount } from './ForgetAccount';
import { SignOut } from './SignOut';
import { GuestProgress } from './GuestProgress';

const signedIn = { state: 'signed-in', listenerId: 'l', name: 'umar', guestLectures: 3 } as const;

describe('the question about a guest’s progress', () => {
  it.each([
    ['Add to my account', true],
    ['Leave it out', false],
  ])('closes with the answer of the button “%s”', async (answer, keep) => {
    device.account.set(signedIn);
    const user = show(<GuestProgress />);
    screen.getByText(/^You listened to 3 lectures here before signing in/);
    await user.click(screen.getByRole('button', { name: answer }));
    expect(device.keepGuestProgress).toHaveBeenCalledExactlyOnceWith(keep);
  });

  it.each([
    { ...signedIn, guestLectures: 0 },
    { ...signedIn, state: 'guest' as const },
    { ...signedIn, state: 'expired' as const },
  ])('does not appear for %o', (account) => {
    device.account.set(account);
    show(<GuestProgress />);
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('uses the dual form in Arabic', async () => {
    await speak('ar');
    device.account.set({ ...signedIn, guestLectures: 2 });
    show(<GuestProgress />);
    screen.getByText(/^استمعت هنا إلى درسين قبل تسجيل الدخول/);
  });
});

describe('signing out', () => {
  it('sends what waits first, and then asks nothing', async () => {
    device.flush.mockResolvedValue(0);
    const user = show(<SignOut />);
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    await vi.waitFor(() => {
      expect(device.signOut).toHaveBeenCalledOnce();
    });
    expect(device.flush.mock.invocationCallOrder[0]).toBeLessThan(
      device.signOut.mock.invocationCallOrder[0] ?? 0,
    );
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('tells what could not be sent, and asks', async () => {
    device.flush.mockResolvedValue(2);
    const user = show(<SignOut />);
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    const question = within(await screen.findByRole('alertdialog'));
    question.getByText(/^2 changes could not be sent yet/);
    await user.click(question.getByRole('button', { name: 'Stay signed in' }));
    expect(device.signOut).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    const again = within(await screen.findByRole('alertdialog'));
    await user.click(again.getByRole('button', { name: 'Sign out' }));
    expect(device.signOut).toHaveBeenCalledOnce();
  });
});

describe('forgetting an account', () => {
  async function asked() {
    const user = show(<ForgetAccount />);
    await user.click(screen.getByRole('button', { name: 'Forget this account on this device' }));
    return { user, question: within(screen.getByRole('alertdialog')) };
  }

  it('names what would be lost, and keeps the downloads', async () => {
    device.sync.set({ pending: 2, running: false, failing: false, lastSuccessAt: null, rejected: 0 });
    const { user, question } = await asked();
    question.getByText('2 changes were not sent yet and would be lost.');
    await user.click(question.getByRole('button', { name: 'Forget' }));
    expect(device.forgetAccount).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('also removes the downloads when the box is ticked', async () => {
    device.downloads.set(byLecture(aDownload()));
    const { user, question } = await asked();
    await user.click(question.getByRole('checkbox', { name: 'Remove the downloads too' }));
    await user.click(question.getByRole('button', { name: 'Forget' }));
    expect(device.forgetAccount).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('forgets nothing after “Keep”', async () => {
    const { user, question } = await asked();
    expect(question.queryByRole('checkbox')).toBeNull();
    await user.click(question.getByRole('button', { name: 'Keep' }));
    expect(device.forgetAccount).not.toHaveBeenCalled();
  });
});
