import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { SignInProblem } from '../../offline/index';
import SignInView from '../../views/sign-in';
import { device } from '../fake-offline';
import { show, speak } from '../render';

/** The form without typed text: happy-dom does not support Vaadin's fields, so browser tests check the typing. */
const shown = () => show(<SignInView />, { address: '/sign-in', route: '/sign-in' });

describe('the sign-in view', () => {
  it('leads to Home after a successful sign-in', async () => {
    device.signIn.mockResolvedValue(null);
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(device.signIn).toHaveBeenCalledOnce();
    await waitFor(() => {
      expect(screen.queryByRole('heading', { name: 'Sign in' })).toBeNull();
    });
  });

  it.each<[SignInProblem, string]>([
    ['wrong-name-or-password', 'The name or the password is not right.'],
    ['offline', 'Signing in needs a network, and there is none just now.'],
    ['no-answer', 'The server does not answer. Please try again in a while.'],
    ['failed', 'The server could not answer. Please try again in a while.'],
    [{ waitSeconds: 30 }, 'Too many attempts. Try again in 30 seconds.'],
    [{ waitSeconds: 91 }, 'Too many attempts. Try again in 2 minutes.'],
  ])('shows why the sign-in failed: %o', async (problem, words) => {
    device.signIn.mockResolvedValue(problem);
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByText(words)).getAttribute('role')).toBe('alert');
  });

  it('says at once that the server is asked, until it has answered', async () => {
    let answer: (problem: SignInProblem) => void = () => undefined;
    device.signIn.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    screen.getByText('Asking the server');
    answer('no-answer');
    await screen.findByText(/^The server does not answer/);
    expect(screen.queryByText('Asking the server')).toBeNull();
  });

  it.each<[SignInProblem, string]>([
    ['name-taken', 'Somebody has this name. Please choose another.'],
    ['name-invalid', 'Please choose a name of 1 to 64 characters.'],
    [
      'password-invalid',
      'Please choose a password of 8 to 256 characters that nobody guesses: no common one, not your name, not one character over and over.',
    ],
  ])('creates an account, and shows why that failed: %s', async (problem, words) => {
    device.signUp.mockResolvedValue(problem);
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'New here? Create an account' }));
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await screen.findByText(words);
    expect(device.signIn).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'I have an account' }));
    expect(screen.getByRole('alert').textContent).toBe('');
  });

  it('asks for the invitation code once the server needs one', async () => {
    device.signUp.mockResolvedValue('invitation-needed');
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'New here? Create an account' }));
    expect(document.querySelectorAll('vaadin-text-field')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await screen.findByText(/^A new account needs an invitation code here/);
    expect(device.signUp).toHaveBeenCalledExactlyOnceWith('', '', null);
    expect(document.querySelectorAll('vaadin-text-field')).toHaveLength(2);
  });

  it('makes an account with the code of an invitation’s link', async () => {
    device.signUp.mockResolvedValue('code-invalid');
    const user = show(<SignInView />, { address: '/sign-in?invitation=7K2M-Q9XD-4TBA', route: '/sign-in' });
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(device.signUp).toHaveBeenCalledExactlyOnceWith('', '', '7K2M-Q9XD-4TBA');
    await screen.findByText(/^This code does not work/);
  });

  it('chooses a new password with the code of the operator’s link', async () => {
    device.resetPassword.mockResolvedValue(null);
    const user = show(<SignInView />, { address: '/sign-in?code=7K2M-Q9XD-4TBA', route: '/sign-in' });
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }));
    expect(device.resetPassword).toHaveBeenCalledExactlyOnceWith('7K2M-Q9XD-4TBA', '');
    await waitFor(() => {
      expect(screen.queryByRole('heading', { name: 'New password' })).toBeNull();
    });
  });

  it('tells who forgot the password how to get a code', async () => {
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Forgot your password?' }));
    screen.getByText(/^Whoever runs this server can give you a code/);
    await user.click(screen.getByRole('button', { name: 'I have an account' }));
    screen.getByRole('button', { name: 'Sign in' });
  });

  it('sends who forgot the password a code where the server sends e-mail', async () => {
    device.signInOptions.mockResolvedValue({
      ...{ localAccounts: true, openIdName: null, hasPassword: true },
      email: true,
    });
    device.sendPasswordCode.mockResolvedValue({ waitSeconds: 30 });
    const user = shown();
    await waitFor(() => {
      expect(device.signInOptions).toHaveBeenCalledOnce();
    });
    await user.click(screen.getByRole('button', { name: 'Forgot your password?' }));
    await user.click(screen.getByRole('button', { name: 'Send me a code' }));
    await screen.findByText('Too many attempts. Try again in 30 seconds.');
    device.sendPasswordCode.mockResolvedValue(null);
    await user.click(screen.getByRole('button', { name: 'Send me a code' }));
    await screen.findByText(/^If the account has a confirmed e-mail address, a code is on its way there/);
    expect(device.sendPasswordCode).toHaveBeenLastCalledWith('', 'en');
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }));
    expect(device.resetPassword).toHaveBeenCalledOnce();
  });

  it('takes a code that was sent before', async () => {
    device.signInOptions.mockResolvedValue({
      ...{ localAccounts: true, openIdName: null, hasPassword: true },
      email: true,
    });
    const user = shown();
    await waitFor(() => {
      expect(device.signInOptions).toHaveBeenCalledOnce();
    });
    await user.click(screen.getByRole('button', { name: 'Forgot your password?' }));
    await user.click(screen.getByRole('button', { name: 'I have a code' }));
    screen.getByText(/^Whoever runs this server can give you a code/);
    screen.getByRole('button', { name: 'Save and sign in' });
    expect(device.sendPasswordCode).not.toHaveBeenCalled();
  });

  it.each<[SignInProblem, RegExp]>([
    ['account-disabled', /^This account is switched off/],
    ['sign-up-closed', /^No new accounts are made here/],
  ])('says what only the operator can change: %s', async (problem, words) => {
    device.signIn.mockResolvedValue(problem);
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await screen.findByText(words);
  });

  it('shows the waiting time in Arabic', async () => {
    await speak('ar');
    device.signIn.mockResolvedValue({ waitSeconds: 2 });
    const user = show(<SignInView />);
    await user.click(screen.getByRole('button', { name: 'دخول' }));
    await screen.findByText('محاولات كثيرة. حاول مجددًا بعد ثانيتين.');
  });
});
