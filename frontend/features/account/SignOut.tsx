import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { offline } from '../../offline/index';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useCommand } from '../../ui/useCommand';

/**
 * "Sign out". What waits is sent first. It asks only when something could not be sent, with "Sign out" and "Stay signed
 * in", and says how many changes wait.
 */
export function SignOut() {
  const [pending, setPending] = useState(0);
  const [sending, setSending] = useState(false);
  const run = useCommand();
  const signOut = async () => {
    setSending(true);
    try {
      const left = await offline.flush();
      setPending(left);
      if (left === 0) {
        await offline.signOut();
      }
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <Button
        disabled={sending}
        onClick={() => {
          run(signOut());
        }}
      >
        {translate(key`settings.signout`)}
      </Button>
      {pending > 0 && (
        <ConfirmDialog
          title={translate(key`signout.title`)}
          confirm={translate(key`settings.signout`)}
          keep={translate(key`signout.stay`)}
          onConfirm={() => {
            run(offline.signOut());
          }}
          onClosed={() => {
            setPending(0);
          }}
        >
          <p>{translate(key`signout.pending`, counted(currentLocale(), pending))}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
