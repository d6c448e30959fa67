import { Button } from '@vaadin/react-components/Button.js';
import { useEffect, useState } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline, type SignInProblem } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { page } from './page';

/** How signing in there ended, by `?openid=…` of the address to which the server leads the browser back. */
const ENDS: ReadonlyMap<string, SignInProblem> = new Map([
  ['unavailable', 'provider-unavailable'],
  ['cancelled', 'provider-cancelled'],
  ['failed', 'provider-failed'],
  ['busy', 'failed'],
  ['disabled', 'account-disabled'],
  ['closed', 'sign-up-closed'],
  ['invitation', 'invitation-needed'],
  ['code', 'code-invalid'],
]);

/** The problem that the address tells of; null when it tells of none. */
export function problemOf(link: URLSearchParams): SignInProblem | null {
  return ENDS.get(link.get('openid') ?? '') ?? null;
}

interface ProviderSignInProps {
  /** What the provider is called. */
  readonly name: string;
  /** The operator's code; empty without one. */
  readonly invitation: string;
  readonly onProblem: (problem: SignInProblem | null) => void;
}

/** Button "Sign in with …", which leaves the app for the provider. */
export function ProviderSignIn({ name, invitation, onProblem }: ProviderSignInProps) {
  const [busy, setBusy] = useState(false);
  const run = useCommand();
  const go = async () => {
    setBusy(true);
    onProblem(null);
    try {
      const problem = await offline.prepareSignIn();
      onProblem(problem);
      if (problem === null) {
        const query = invitation === '' ? '' : `?${new URLSearchParams({ invitation }).toString()}`;
        page.leaveFor(`openid/sign-in${query}`);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      className="sign-in-submit"
      disabled={busy}
      onClick={() => {
        run(go());
      }}
    >
      {translate(key`signin.openid`, { name })}
    </Button>
  );
}

/** After the browser came back with a session: its account listens from now on. */
export function useReturn(link: URLSearchParams, onEnd: (problem: SignInProblem | null) => void): void {
  const isDone = link.get('openid') === 'done';
  const run = useCommand();
  useEffect(() => {
    if (isDone) {
      run(offline.completeSignIn().then(onEnd));
    }
    // Once for an address: `onEnd` is another function at each rendering.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isDone, run]);
}
