import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import type { DeletionProblem, EmailProblem, PasswordProblem, SignInProblem } from '../../offline/index';

/** What went wrong, and what the listener can do about it. */
export function problemWords(
  problem: SignInProblem | PasswordProblem | DeletionProblem | EmailProblem,
): string {
  if (typeof problem === 'object') {
    return wait(problem.waitSeconds, currentLocale());
  }
  switch (problem) {
    case 'wrong-name-or-password':
      return translate(key`signin.problem.wrong`);
    case 'wrong-password':
      return translate(key`password.problem.wrong`);
    case 'name-taken':
      return translate(key`signin.problem.taken`);
    case 'name-invalid':
      return translate(key`signin.problem.name`);
    case 'password-invalid':
      return translate(key`signin.problem.password`);
    case 'account-disabled':
      return translate(key`signin.problem.disabled`);
    case 'sign-up-closed':
      return translate(key`signin.problem.closed`);
    case 'invitation-needed':
      return translate(key`signin.problem.invitation`);
    case 'provider-unavailable':
      return translate(key`signin.problem.provider.unavailable`);
    case 'provider-cancelled':
      return translate(key`signin.problem.provider.cancelled`);
    case 'provider-failed':
      return translate(key`signin.problem.provider.failed`);
    case 'address-invalid':
      return translate(key`email.problem.address`);
    case 'code-invalid':
      return translate(key`signin.problem.code`);
    case 'offline':
      return translate(key`signin.problem.offline`);
    case 'no-answer':
      return translate(key`signin.problem.noanswer`);
    case 'failed':
      return translate(key`signin.problem.failed`);
  }
}

function wait(seconds: number, locale: string): string {
  return seconds <= 90
    ? translate(key`signin.problem.wait.seconds`, counted(locale, seconds))
    : translate(key`signin.problem.wait.minutes`, counted(locale, Math.ceil(seconds / 60)));
}
