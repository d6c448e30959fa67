import { Button } from '@vaadin/react-components/Button.js';
import { type SubmitEvent, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { type DeletionProblem, offline } from '../../offline/index';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';
import { problemWords } from './problemWords';
import { SignInPasswordField } from './SignInField';
import './account.css';

/**
 * Field "Present password" where the account has one, and button "Delete account", which asks once more. A problem is an
 * alert. Afterwards the account is in the state `deleted`, about which `DeletedAccount` asks.
 */
export function DeleteAccount({ hasPassword }: { readonly hasPassword: boolean }) {
  const [password, setPassword] = useState('');
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<DeletionProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = useCommand();

  const deleteAccount = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await offline.deleteAccount(hasPassword ? password : null));
    } finally {
      setBusy(false);
    }
  };
  const ask = () => {
    if (!busy) {
      setAsking(true);
    }
  };
  return (
    <>
      <form
        className="account-form"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          ask();
        }}
      >
        <p className="prose">{translate(key`deletion.words`)}</p>
        {hasPassword && (
          <SignInPasswordField
            label={translate(key`password.present`)}
            name="password"
            autocomplete="current-password"
            value={password}
            onChange={setPassword}
            onEnter={ask}
          />
        )}
        <p role="alert" className="account-problem">
          {problem === null ? '' : problemWords(problem)}
        </p>
        <p role="status" className="second">
          {busy ? translate(key`signin.busy`) : ''}
        </p>
        <Button theme="error" disabled={busy} onClick={ask}>
          {translate(key`deletion.button`)}
        </Button>
      </form>
      {asking && (
        <ConfirmDialog
          title={translate(key`deletion.title`)}
          confirm={translate(key`deletion.button`)}
          keep={translate(key`forget.keep`)}
          onConfirm={() => {
            run(deleteAccount());
          }}
          onClosed={() => {
            setAsking(false);
          }}
        >
          <p>{translate(key`deletion.sure`)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
