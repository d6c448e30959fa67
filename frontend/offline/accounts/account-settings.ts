import type { AccountCommands } from '../commands';
import type { EmailChangeOutcome, Gateway } from '../gateway-port';
import { resultOf } from '../sync/while-online';
import type { DeletionProblem, EmailProblem } from '../types';
import { callProblem } from './problems';

type AccountSettings = Pick<
  AccountCommands,
  | ('changePassword' | 'signInOptions' | 'accountSessions' | 'endSession' | 'endOtherSessions')
  | (
      | 'sendPasswordCode'
      | 'emailAddress'
      | 'changeEmailAddress'
      | 'confirmEmailAddress'
      | 'removeEmailAddress'
    )
>;

const EMAIL_PROBLEMS: Readonly<Record<EmailChangeOutcome, EmailProblem | null>> = {
  DONE: null,
  ADDRESS_INVALID: 'address-invalid',
  WRONG_PASSWORD: 'wrong-password',
  CODE_INVALID: 'code-invalid',
};

/** The commands that only ask the server: nothing of them is kept on this device, and each needs a network. */
export function accountSettingsOf(gateway: Gateway): AccountSettings {
  const ended = async (call: Promise<void>) => {
    const result = await resultOf(call);
    return 'problem' in result ? callProblem(result) : null;
  };
  const changed = async (call: Promise<EmailChangeOutcome>): Promise<EmailProblem | null> => {
    const result = await resultOf(call);
    return 'problem' in result ? callProblem(result) : EMAIL_PROBLEMS[result.answer];
  };
  return {
    sendPasswordCode: (nameOrAddress, language) => ended(gateway.sendPasswordCode(nameOrAddress, language)),
    emailAddress: async () => {
      const result = await resultOf(gateway.emailAddress());
      return 'problem' in result ? callProblem(result) : { address: result.answer };
    },
    changeEmailAddress: (address, password, language) =>
      changed(gateway.changeEmailAddress(address, password, language)),
    confirmEmailAddress: (code) => changed(gateway.confirmEmailAddress(code)),
    removeEmailAddress: (password) => changed(gateway.removeEmailAddress(password)),
    changePassword: async (password, newPassword) => {
      const result = await resultOf(gateway.changePassword(password, newPassword));
      if ('problem' in result) {
        return callProblem(result);
      }
      switch (result.answer) {
        case 'CHANGED':
          return null;
        case 'WRONG_PASSWORD':
          return 'wrong-password';
        case 'PASSWORD_INVALID':
          return 'password-invalid';
      }
    },
    signInOptions: async () => {
      const result = await resultOf(gateway.signInOptions());
      return 'problem' in result ? callProblem(result) : result.answer;
    },
    accountSessions: async () => {
      const result = await resultOf(gateway.sessions());
      return 'problem' in result ? callProblem(result) : result.answer;
    },
    endSession: (id) => ended(gateway.endSession(id)),
    endOtherSessions: () => ended(gateway.endOtherSessions()),
  };
}

/** Deletes the account on the server. Answers why it was not deleted; null when it was. */
export async function deleteAccount(
  gateway: Gateway,
  password: string | null,
): Promise<DeletionProblem | null> {
  const result = await resultOf(gateway.deleteAccount(password));
  if ('problem' in result) {
    return callProblem(result);
  }
  return result.answer === 'DELETED' ? null : 'wrong-password';
}
