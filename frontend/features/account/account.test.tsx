import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aDownload, byLecture } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { now, show, speak } from '../../testing/render';
import { DeleteAccount } from './DeleteAccount';
import { DeletedAccount } from './DeletedAccount';
import { ExportAccount } from './ExportAccount';
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

describe('an account that the server has deleted', () => {
  const deleted = { state: 'deleted', listenerId: 'l', name: 'umar', guestLectures: 0 } as const;

  it('says so, and is kept for the guest', async () => {
    device.account.set(deleted);
    const user = show(<DeletedAccount />);
    const notice = within(screen.getByRole('complementary', { name: 'Your account was deleted' }));
    notice.getByText(/^The account umar was deleted on the server/);
    await user.click(notice.getByRole('button', { name: 'Keep it here without an account' }));
    expect(device.keepDeletedAsGuest).toHaveBeenCalledOnce();
  });

  it('is removed after a second question, with the downloads if asked', async () => {
    device.account.set(deleted);
    device.downloads.set(byLecture(aDownload()));
    const user = show(<DeletedAccount />);
    await user.click(screen.getByRole('button', { name: 'Remove it from this device' }));
    const question = within(await screen.findByRole('alertdialog'));
    await user.click(question.getByRole('checkbox', { name: 'Remove the downloads too' }));
    expect(device.forgetAccount).not.toHaveBeenCalled();
    await user.click(question.getByRole('button', { name: 'Remove' }));
    expect(device.forgetAccount).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('says nothing for other accounts', () => {
    device.account.set({ ...deleted, state: 'expired' });
    show(<DeletedAccount />);
    expect(screen.queryByRole('complementary')).toBeNull();
  });
});

describe('deleting an account', () => {
  async function asked(answer: 'wrong-password' | null) {
    device.deleteAccount.mockResolvedValue(answer);
    const user = show(<DeleteAccount hasPassword />);
    await user.click(screen.getByRole('button', { name: 'Delete account' }));
    return { user, question: within(screen.getByRole('alertdialog')) };
  }

  it('asks once more, and sends the password', async () => {
    const { user, question } = await asked(null);
    expect(device.deleteAccount).not.toHaveBeenCalled();
    await user.click(question.getByRole('button', { name: 'Delete account' }));
    expect(device.deleteAccount).toHaveBeenCalledExactlyOnceWith('');
  });

  it('sends none for an account that has none', async () => {
    const user = show(<DeleteAccount hasPassword={false} />);
    expect(document.querySelector('vaadin-password-field')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Delete account' }));
    const question = within(screen.getByRole('alertdialog'));
    await user.click(question.getByRole('button', { name: 'Delete account' }));
    expect(device.deleteAccount).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('says that the password is wrong', async () => {
    const { user, question } = await asked('wrong-password');
    await user.click(question.getByRole('button', { name: 'Delete account' }));
    await vi.waitFor(() => {
      expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toContain(
        'The present password is not right.',
      );
    });
  });
});

describe('the data of an account', () => {
  it('is saved by a link, which needs a network', () => {
    device.online.set(true);
    show(<ExportAccount />);
    expect(screen.getByRole('link', { name: 'Save as a file' }).getAttribute('href')).toBe('export');
    now(() => {
      device.online.set(false);
    });
    expect(screen.queryByRole('link')).toBeNull();
    screen.getByText(/^This needs a network/);
  });
});
