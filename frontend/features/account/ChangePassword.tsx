import { Button } from '@vaadin/react-components/Button.js';
import { type SubmitEvent, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline, type PasswordProblem } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { problemWords } from './problemWords';
import { SignInPasswordField } from './SignInField';
import './account.css';

/**
 * Fields "Present password" and "New password", button "Change password". A problem is an alert; success is told beside
 * the button.
 */
export function ChangePassword() {
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [problem, setProblem] = useState<PasswordProblem | null>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const run = useCommand();

  const change = async () => {
    setBusy(true);
    setDone(false);
    setProblem(null);
    try {
      const answer = await offline.changePassword(password, newPassword);
      setProblem(answer);
      setDone(answer === null);
      if (answer === null) {
        setPassword('');
        setNewPassword('');
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    if (!busy) {
      run(change());
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
      <SignInPasswordField
        label={translate(key`password.present`)}
        name="password"
        autocomplete="current-password"
        value={password}
        onChange={setPassword}
        onEnter={submit}
      />
      <SignInPasswordField
        label={translate(key`password.new`)}
        name="new-password"
        autocomplete="new-password"
        help={translate(key`signin.password.rule`)}
        value={newPassword}
        onChange={setNewPassword}
        onEnter={submit}
      />
      <p role="alert" className="account-problem">
        {problem === null ? '' : problemWords(problem)}
      </p>
      <p role="status" className="second">
        {done ? translate(key`password.changed`) : busy ? translate(key`signin.busy`) : ''}
      </p>
      <Button disabled={busy} onClick={submit}>
        {translate(key`password.change`)}
      </Button>
    </form>
  );
}
