import { Button } from '@vaadin/react-components/Button.js';
import { type SubmitEvent, useEffect, useState } from 'react';
import { currentLanguage, key, translate } from '../../i18n/i18n';
import { type EmailProblem, offline } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { problemWords } from './problemWords';
import { SignInPasswordField, SignInTextField } from './SignInField';
import './account.css';

/** What was done last, for the status. */
type Done = 'sent' | 'confirmed' | 'removed';

/**
 * The confirmed address. Fields "E-mail address" and "Present password", button "Send a code"; then field "Code" and button
 * "Confirm". Button "Remove" where there is an address. A problem is an alert; success is a status.
 */
export function EmailAddress() {
  const [present, setPresent] = useState<string | null>(null);
  const [address, setAddress] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [problem, setProblem] = useState<EmailProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = useCommand();
  useEffect(() => {
    let shown = true;
    run(
      offline.emailAddress().then((answer) => {
        if (shown && typeof answer === 'object' && 'address' in answer) {
          setPresent(answer.address);
        }
      }),
    );
    return () => {
      shown = false;
    };
  }, [run]);

  const change = async (asked: Promise<EmailProblem | null>, then: () => void) => {
    setBusy(true);
    setDone(null);
    setProblem(null);
    try {
      const answer = await asked;
      setProblem(answer);
      if (answer === null) {
        then();
      }
    } finally {
      setBusy(false);
    }
  };
  const send = () => {
    const to = address.trim();
    return change(offline.changeEmailAddress(to, password, currentLanguage()), () => {
      setSentTo(to);
      setPassword('');
      setDone('sent');
    });
  };
  const confirm = () =>
    change(offline.confirmEmailAddress(code.trim()), () => {
      setPresent(sentTo);
      setSentTo(null);
      setAddress('');
      setCode('');
      setDone('confirmed');
    });
  const remove = () =>
    change(offline.removeEmailAddress(password), () => {
      setPresent(null);
      setPassword('');
      setDone('removed');
    });
  const submit = () => {
    if (!busy) {
      run(sentTo === null ? send() : confirm());
    }
  };
  const told = (): string => {
    switch (done) {
      case 'sent':
        return translate(key`email.sent`, { address: sentTo ?? '' });
      case 'confirmed':
        return translate(key`email.confirmed`);
      case 'removed':
        return translate(key`email.removed`);
      case null:
        return '';
    }
  };
  return (
    <form
      className="account-form"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="prose">{translate(key`email.why`)}</p>
      {present !== null && <p dir="ltr">{present}</p>}
      {sentTo === null ? (
        <>
          <SignInTextField
            label={translate(key`email.address`)}
            name="email"
            autocomplete="email"
            value={address}
            onChange={setAddress}
            onEnter={submit}
          />
          <SignInPasswordField
            label={translate(key`password.present`)}
            name="password"
            autocomplete="current-password"
            value={password}
            onChange={setPassword}
            onEnter={submit}
          />
        </>
      ) : (
        <SignInTextField
          label={translate(key`reset.code`)}
          name="code"
          autocomplete="one-time-code"
          value={code}
          onChange={setCode}
          onEnter={submit}
        />
      )}
      <p role="alert" className="account-problem">
        {problem === null ? '' : problemWords(problem)}
      </p>
      <p role="status" className="second">
        {busy ? translate(key`signin.busy`) : told()}
      </p>
      <Button disabled={busy} onClick={submit}>
        {sentTo === null ? translate(key`email.send`) : translate(key`email.confirm`)}
      </Button>
      {present !== null && sentTo === null && (
        <Button
          theme="tertiary"
          disabled={busy}
          onClick={() => {
            run(remove());
          }}
        >
          {translate(key`email.remove`)}
        </Button>
      )}
    </form>
  );
}
