import { Button } from '@vaadin/react-components/Button.js';
import { PasswordField } from '@vaadin/react-components/PasswordField.js';
import { TextField } from '@vaadin/react-components/TextField.js';
import { type SubmitEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { currentLocale, key, translate } from '../i18n/i18n';
import { useCommand } from '../ui/useCommand';
import { counted } from '../i18n/format';
import { ViewHeader } from '../features/frame/ViewHeader';
import { offline, type SignInProblem } from '../offline/index';
import './sign-in.css';

/** What went wrong, and what the listener can do about it. */
function inWords(problem: SignInProblem, locale: string): string {
  if (typeof problem === 'object') {
    return wait(problem.waitSeconds, locale);
  }
  switch (problem) {
    case 'wrong-name-or-password':
      return translate(key`signin.problem.wrong`);
    case 'name-taken':
      return translate(key`signin.problem.taken`);
    case 'name-invalid':
      return translate(key`signin.problem.name`);
    case 'password-invalid':
      return translate(key`signin.problem.password`);
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

/**
 * One form for both: fields "User name" and "Password"; button "Sign in", or "Create account" after the button
 * "New here? Create an account". A problem is an alert above the buttons.
 */
export default function SignInView() {
  const [making, setMaking] = useState(false);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const run = useCommand();
  const locale = currentLocale();

  const signIn = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await (making
        ? offline.signUp(name.trim(), password)
        : offline.signIn(name.trim(), password));
      setProblem(answer);
      if (answer === null) {
        await navigate('/', { replace: true });
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    if (!busy) {
      run(signIn());
    }
  };
  const title = making ? translate(key`signin.create`) : translate(key`signin.title`);

  return (
    <>
      <ViewHeader title={title} back="/settings" />
      <p className="second sign-in-why">{translate(key`signin.why`)}</p>
      <form
        className="sign-in"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={translate(key`signin.name`)}
          name="username"
          autocomplete="username"
          autoCapitalize="none"
          value={name}
          onInput={(event) => {
            setName((event.target as HTMLInputElement).value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              submit();
            }
          }}
        />
        <PasswordField
          label={translate(key`signin.password`)}
          name="password"
          autocomplete={making ? 'new-password' : 'current-password'}
          helperText={making ? translate(key`signin.password.rule`) : ''}
          i18n={{ reveal: translate(key`signin.password.reveal`) }}
          value={password}
          onInput={(event) => {
            setPassword((event.target as HTMLInputElement).value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              submit();
            }
          }}
        />
        <p role="status" className="second sign-in-busy">
          {busy ? translate(key`signin.busy`) : ''}
        </p>
        <p role="alert" className="sign-in-problem">
          {problem === null ? '' : inWords(problem, locale)}
        </p>
        <Button theme="primary" className="sign-in-submit" disabled={busy} onClick={submit}>
          {making ? translate(key`signin.create`) : translate(key`signin.submit`)}
        </Button>
        <button
          type="button"
          className="text-link sign-in-other"
          onClick={() => {
            setMaking(!making);
            setProblem(null);
          }}
        >
          {making ? translate(key`signin.have`) : translate(key`signin.new`)}
        </button>
      </form>
    </>
  );
}
