import { useEffect, useState } from 'react';
import { offline, type SignInOptions } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';

/** What holds until the server has answered, and where it does not. */
const USUAL: SignInOptions = { localAccounts: true, openIdName: null, hasPassword: true, email: false };

/** How one can sign in here. */
export function useSignInOptions(): SignInOptions {
  const [options, setOptions] = useState(USUAL);
  const run = useCommand();
  useEffect(() => {
    let shown = true;
    run(
      offline.signInOptions().then((answer) => {
        if (shown && typeof answer === 'object' && 'localAccounts' in answer) {
          setOptions(answer);
        }
      }),
    );
    return () => {
      shown = false;
    };
  }, [run]);
  return options;
}
