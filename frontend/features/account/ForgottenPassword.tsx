import { Button } from '@vaadin/react-components/Button.js';
import { type SubmitEvent, useState } from 'react';
import { currentLanguage, key, translate } from '../../i18n/i18n';
import { type CallProblem, offline } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { problemWords } from './problemWords';
import { SignInTextField } from './SignInField';
import './account.css';

interface Props {
  /** What was written as the user name before. */
  readonly name: string;
  /** The server has taken the request. */
  readonly onSent: () => void;
}

/** Field "User name or e-mail address" and button "Send me a code". A problem is an alert. */
export function ForgottenPassword({ name, onSent }: Props) {
  const [nameOrAddress, setNameOrAddress] = useState(name);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = useCommand();

  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await offline.sendPasswordCode(nameOrAddress.trim(), currentLanguage());
      setProblem(answer);
      if (answer === null) {
        onSent();
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    if (!busy) {
      run(send());
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
      <SignInTextField
        label={translate(key`forgot.name`)}
        name="username"
        autocomplete="username"
        value={nameOrAddress}
        onChange={setNameOrAddress}
        onEnter={submit}
      />
      <p role="status" className="second">
        {busy ? translate(key`signin.busy`) : ''}
      </p>
      <p role="alert" className="account-problem">
        {problem === null ? '' : problemWords(problem)}
      </p>
      <Button theme="primary" disabled={busy} onClick={submit}>
        {translate(key`forgot.submit`)}
      </Button>
    </form>
  );
}
