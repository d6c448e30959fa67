import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from '../../features/account/page';
import SignInView from '../../views/sign-in';
import { device } from '../fake-offline';
import { show, speak } from '../render';

const shown = (query = '') => show(<SignInView />, { address: `/sign-in${query}`, route: '/sign-in' });

const leaveFor = vi.spyOn(page, 'leaveFor');

beforeEach(() => {
  leaveFor.mockReset();
  device.signInOptions.mockResolvedValue({
    ...{ localAccounts: true, openIdName: 'Mosque', hasPassword: true, email: false },
  });
  device.prepareSignIn.mockResolvedValue(null);
});

describe('signing in with a provider', () => {
  it('is offered beside the password, and leaves for the provider', async () => {
    const user = shown();
    await user.click(await screen.findByRole('button', { name: 'Sign in with Mosque' }));
    screen.getByRole('button', { name: 'Sign in' });
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('openid/sign-in');
  });

  it('is offered alone where there are no local accounts', async () => {
    await speak('ar');
    device.signInOptions.mockResolvedValue({
      ...{ localAccounts: false, openIdName: 'المسجد', hasPassword: true, email: false },
    });
    shown();
    await screen.findByRole('button', { name: 'الدخول عبر المسجد' });
    expect(screen.getAllByRole('button')).toHaveLength(1);
    expect(document.querySelector('vaadin-password-field')).toBeNull();
  });

  it('takes an invitation along', async () => {
    const user = shown('?invitation=7K2M-Q9XD-4TBA');
    await user.click(await screen.findByRole('button', { name: 'Sign in with Mosque' }));
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('openid/sign-in?invitation=7K2M-Q9XD-4TBA');
  });

  it('stays here while the server is not told of the last sign-out', async () => {
    device.prepareSignIn.mockResolvedValue('offline');
    const user = shown();
    await user.click(await screen.findByRole('button', { name: 'Sign in with Mosque' }));
    await screen.findByText(/^Signing in needs a network/);
    expect(leaveFor).not.toHaveBeenCalled();
  });

  it('is completed when the browser comes back, and leads to Home', async () => {
    device.completeSignIn.mockResolvedValue(null);
    shown('?openid=done');
    await waitFor(() => {
      expect(screen.queryByRole('heading', { name: 'Sign in' })).toBeNull();
    });
    expect(device.completeSignIn).toHaveBeenCalledOnce();
  });

  it.each([
    ['unavailable', /^The sign-in service does not answer/],
    ['cancelled', /^You did not sign in there/],
    ['failed', /^Signing in there did not work/],
    ['busy', /^The server could not answer/],
    ['disabled', /^This account is switched off/],
    ['closed', /^No new accounts are made here/],
    ['invitation', /^A new account needs an invitation code/],
    ['code', /^This code does not work/],
  ])('says what went wrong there: %s', async (end, words) => {
    shown(`?openid=${end}`);
    expect((await screen.findByText(words)).getAttribute('role')).toBe('alert');
    expect(device.completeSignIn).not.toHaveBeenCalled();
  });
});
