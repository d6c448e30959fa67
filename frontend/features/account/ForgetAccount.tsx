import { Button } from '@vaadin/react-components/Button.js';
import { useState } from 'react';
import { offline } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useCommand } from '../../ui/useCommand';
import { useLive } from '../../ui/useLive';
import { ForgetQuestion } from './ForgetQuestion';

/**
 * "Forget this account on this device". It asks first, with "Forget" and "Keep", and says how many changes were not sent
 * yet and would be lost. Downloads stay unless the box "Remove the downloads too" is ticked.
 */
export function ForgetAccount() {
  const [asking, setAsking] = useState(false);
  const { pending } = useLive(offline.sync);
  const run = useCommand();
  return (
    <>
      <Button
        theme="tertiary"
        onClick={() => {
          run(offline.flush()); // What can still be sent is not lost, and does not count.
          setAsking(true);
        }}
      >
        {translate(key`forget.button`)}
      </Button>
      {asking && (
        <ForgetQuestion
          title={translate(key`forget.title`)}
          confirm={translate(key`forget.confirm`)}
          onClosed={() => {
            setAsking(false);
          }}
        >
          <p>{translate(key`forget.words`)}</p>
          {pending > 0 && (
            <p>
              <strong>{translate(key`forget.pending`, counted(currentLocale(), pending))}</strong>
            </p>
          )}
        </ForgetQuestion>
      )}
    </>
  );
}
