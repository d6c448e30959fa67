import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { deviceName } from '../../features/account/deviceName';
import type { AccountSession } from '../../offline/index';
import AccountView from '../../views/account';
import { device } from '../fake-offline';
import { show, speak } from '../render';

const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

const here: AccountSession = { id: 'a', device: PHONE, createdAt: 0, lastSeenAt: 0, current: true };
const there: AccountSession = {
  ...here,
  id: 'b',
  device: '',
  lastSeenAt: Date.UTC(2026, 0, 15, 12),
  current: false,
};

const shown = () => show(<AccountView />, { address: '/account', route: '/account' });

describe('password and devices', () => {
  beforeEach(() => {
    device.account.set({ state: 'signed-in', listenerId: 'l', name: 'umar', guestLectures: 0 });
    device.accountSessions.mockResolvedValue([here, there]);
  });

  it('lists the signed-in devices and signs one out', async () => {
    device.endSession.mockResolvedValue(null);
    const user = shown();
    const items = await screen.findAllByRole('listitem');
    const [first, second] = items as [HTMLElement, HTMLElement];
    within(first).getByText('Chrome, Android');
    within(first).getByText('This device');
    expect(within(first).queryByRole('button')).toBeNull();
    within(second).getByText('A browser');
    within(second).getByText('Last seen on Jan 15, 2026');
    device.accountSessions.mockResolvedValue([here]);
    await user.click(within(second).getByRole('button', { name: 'Sign out: A browser' }));
    expect(device.endSession).toHaveBeenCalledExactlyOnceWith('b');
    await waitFor(() => {
      expect(screen.getAllByRole('listitem')).toHaveLength(1);
    });
    expect(screen.queryByRole('button', { name: 'Sign out everywhere else' })).toBeNull();
  });

  it('signs out everywhere else', async () => {
    device.endOtherSessions.mockResolvedValue('offline');
    const user = shown();
    await user.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));
    expect(device.endOtherSessions).toHaveBeenCalledOnce();
    await screen.findByText('Signing in needs a network, and there is none just now.');
  });

  it('says why the devices cannot be told', async () => {
    device.accountSessions.mockResolvedValue('no-answer');
    shown();
    const problem = await screen.findByText('The server does not answer. Please try again in a while.');
    expect(problem.getAttribute('role')).toBe('alert');
    expect(screen.queryByRole('list')).toBeNull();
  });

  it('changes the password', async () => {
    device.changePassword.mockResolvedValue('wrong-password');
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await screen.findByText('The present password is not right.');
    device.changePassword.mockResolvedValue(null);
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await screen.findByText('The password is changed. Your other devices are signed out.');
    expect(screen.queryByText('The present password is not right.')).toBeNull();
  });

  it('offers to sign in when nobody is signed in', async () => {
    await speak('ar');
    device.account.set({ state: 'guest', listenerId: null, name: null, guestLectures: 0 });
    shown();
    screen.getByRole('link', { name: 'تسجيل الدخول' });
    expect(device.accountSessions).not.toHaveBeenCalled();
  });
});

describe('the e-mail address', () => {
  const options = { localAccounts: true, openIdName: null, hasPassword: true, email: true };

  beforeEach(() => {
    device.account.set({ state: 'signed-in', listenerId: 'l', name: 'umar', guestLectures: 0 });
    device.accountSessions.mockResolvedValue([]);
    device.signInOptions.mockResolvedValue(options);
  });

  const region = async () => within(await screen.findByRole('region', { name: 'E-mail address' }));

  it('is confirmed by a code that is sent to it', async () => {
    device.emailAddress.mockResolvedValue({ address: null });
    device.changeEmailAddress.mockResolvedValue('address-invalid');
    const user = shown();
    const email = await region();
    await user.click(email.getByRole('button', { name: 'Send a code' }));
    await email.findByText('This is no e-mail address.');
    device.changeEmailAddress.mockResolvedValue(null);
    await user.click(email.getByRole('button', { name: 'Send a code' }));
    await email.findByText(/^A code was sent to/);
    expect(device.changeEmailAddress).toHaveBeenLastCalledWith('', '', 'en');
    device.confirmEmailAddress.mockResolvedValue('code-invalid');
    await user.click(email.getByRole('button', { name: 'Confirm' }));
    await email.findByText(/^This code does not work/);
    device.confirmEmailAddress.mockResolvedValue(null);
    await user.click(email.getByRole('button', { name: 'Confirm' }));
    await email.findByText('The address is confirmed.');
    email.getByRole('button', { name: 'Send a code' });
  });

  it('is shown, and removed with the password', async () => {
    device.emailAddress.mockResolvedValue({ address: 'umar@durus.example' });
    device.removeEmailAddress.mockResolvedValue('wrong-password');
    const user = shown();
    const email = await region();
    await email.findByText('umar@durus.example');
    await user.click(email.getByRole('button', { name: 'Remove the address' }));
    await email.findByText('The present password is not right.');
    device.removeEmailAddress.mockResolvedValue(null);
    await user.click(email.getByRole('button', { name: 'Remove the address' }));
    await email.findByText('The address is removed.');
    expect(email.queryByText('umar@durus.example')).toBeNull();
  });

  it.each([
    ['the server sends none', { ...options, email: false }],
    ['the account has no password', { ...options, hasPassword: false }],
  ])('is not asked for where %s', async (_, others) => {
    device.signInOptions.mockResolvedValue(others);
    shown();
    await screen.findByRole('region', { name: 'Delete account' });
    await waitFor(() => {
      expect(device.signInOptions).toHaveBeenCalledOnce();
    });
    expect(screen.queryByRole('region', { name: 'E-mail address' })).toBeNull();
    expect(device.emailAddress).not.toHaveBeenCalled();
  });
});

describe('the name of a device', () => {
  it.each([
    [PHONE, 'Chrome, Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge, Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
      'Samsung Internet, Android',
    ],
    ['curl/8.5.0', null],
    ['', null],
  ])('of %s is %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
