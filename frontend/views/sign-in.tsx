import { Button } from '@vaadin/react-components/Button.js';
import { type SubmitEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ForgottenPassword } from '../features/account/ForgottenPassword';
import { problemOf, ProviderSignIn, useReturn } from '../features/account/ProviderSignIn';
import { problemWords } from '../features/account/problemWords';
import { SignInPasswordField, SignInTextField } from '../features/account/SignInField';
import { useSignInOptions } from '../features/account/useSignInOptions';
import { ViewHeader } from '../features/frame/ViewHeader';
import { key, translate } from '../i18n/i18n';
import { offline, type SignInProblem } from '../offline/index';
import { useCommand } from '../ui/useCommand';
import './sign-in.css';

/** What the form does: sign in, make an account, be sent a code, or choose a new password with it or the operator's. */
type Purpose = 'sign-in' | 'sign-up' | 'forgot' | 'reset';

/** The purpose that a link names: `?invitation=…` or `?code=…`, as the operator's commands print it. */
function purposeOf(link: URLSearchParams): Purpose {
  return link.has('code') ? 'reset' : link.has('invitation') ? 'sign-up' : 'sign-in';
}

/**
 * One form for all: fields "User name" and "Password"; button "Sign in", "Create account" after the button "New here?
 * Create an account", or "Save and sign in" after the button "Forgot your password?". A problem is an alert above the
 * buttons. The field "Invitation code" appears where the server asks for one. Button "Sign in with …" where there is a
 * provider; it stands alone where there are no local accounts. "Forgot your password?" leads to a form of its own where
 * the server sends e-mail.
 */
export default function SignInView() {
  const [link] = useSearchParams();
  const [purpose, setPurpose] = useState(() => purposeOf(link));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState(link.get('code') ?? link.get('invitation') ?? '');
  const [invited, setInvited] = useState(link.has('invitation') || problemOf(link) === 'invitation-needed');
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState(() => problemOf(link));
  const [busy, setBusy] = useState(false);
  const { localAccounts, openIdName, email } = useSignInOptions();
  const navigate = useNavigate();
  const run = useCommand();
  useReturn(link, (ended) => {
    setProblem(ended);
    if (ended === null) {
      run(Promise.resolve(navigate('/', { replace: true })));
    }
  });

  if (purpose === 'forgot') {
    return (
      <>
        <ViewHeader title={translate(key`reset.title`)} back="/settings" />
        <p className="second sign-in-why">{translate(key`forgot.why`)}</p>
        <ForgottenPassword
          name={name}
          onSent={() => {
            setSent(true);
            setPurpose('reset');
          }}
        />
        <p>
          <button
            type="button"
            className="text-link"
            onClick={() => {
              setPurpose('reset');
            }}
          >
            {translate(key`forgot.have`)}
          </button>
        </p>
      </>
    );
  }

  const asked = (): Promise<SignInProblem | null> => {
    switch (purpose) {
      case 'sign-in':
        return offline.signIn(name.trim(), password);
      case 'sign-up':
        return offline.signUp(name.trim(), password, invited ? code.trim() : null);
      case 'reset':
        return offline.resetPassword(code.trim(), password);
    }
  };
  const signIn = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await asked();
      setProblem(answer);
      setInvited((already) => already || answer === 'invitation-needed');
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
  const change = (to: Purpose) => {
    setPurpose(to);
    setProblem(null);
  };
  const titles: Readonly<Record<typeof purpose, string>> = {
    'sign-in': translate(key`signin.title`),
    'sign-up': translate(key`signin.create`),
    reset: translate(key`reset.title`),
  };
  const submits: Readonly<Record<typeof purpose, string>> = {
    'sign-in': translate(key`signin.submit`),
    'sign-up': translate(key`signin.create`),
    reset: translate(key`reset.submit`),
  };
  const forNewPassword = purpose !== 'sign-in';
  const withCode = purpose === 'reset' || (invited && (purpose === 'sign-up' || openIdName !== null));

  return (
    <>
      <ViewHeader title={titles[purpose]} back="/settings" />
      <p className="second sign-in-why">
        {purpose !== 'reset'
          ? translate(key`signin.why`)
          : sent
            ? translate(key`forgot.sent`)
            : translate(key`reset.why`)}
      </p>
      <form
        className="sign-in"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        {withCode && (
          <SignInTextField
            label={purpose === 'reset' ? translate(key`reset.code`) : translate(key`signin.invitation`)}
            name="code"
            autocomplete="one-time-code"
            value={code}
            onChange={setCode}
            onEnter={submit}
          />
        )}
        {localAccounts && purpose !== 'reset' && (
          <SignInTextField
            label={translate(key`signin.name`)}
            name="username"
            autocomplete="username"
            value={name}
            onChange={setName}
            onEnter={submit}
          />
        )}
        {localAccounts && (
          <SignInPasswordField
            label={purpose === 'reset' ? translate(key`password.new`) : translate(key`signin.password`)}
            name="password"
            autocomplete={forNewPassword ? 'new-password' : 'current-password'}
            help={forNewPassword ? translate(key`signin.password.rule`) : ''}
            value={password}
            onChange={setPassword}
            onEnter={submit}
          />
        )}
        <p role="status" className="second sign-in-busy">
          {busy ? translate(key`signin.busy`) : ''}
        </p>
        <p role="alert" className="sign-in-problem">
          {problem === null ? '' : problemWords(problem)}
        </p>
        {localAccounts && (
          <Button theme="primary" className="sign-in-submit" disabled={busy} onClick={submit}>
            {submits[purpose]}
          </Button>
        )}
        {openIdName !== null && purpose !== 'reset' && (
          <ProviderSignIn name={openIdName} invitation={invited ? code.trim() : ''} onProblem={setProblem} />
        )}
        {localAccounts && (
          <button
            type="button"
            className="text-link sign-in-other"
            onClick={() => {
              change(forNewPassword ? 'sign-in' : 'sign-up');
            }}
          >
            {forNewPassword ? translate(key`signin.have`) : translate(key`signin.new`)}
          </button>
        )}
        {localAccounts && purpose === 'sign-in' && (
          <button
            type="button"
            className="text-link sign-in-other"
            onClick={() => {
              change(email ? 'forgot' : 'reset');
            }}
          >
            {translate(key`reset.link`)}
          </button>
        )}
      </form>
    </>
  );
}
