import { Button } from '@vaadin/react-components/Button.js';
import { useCallback, useEffect, useState } from 'react';
import { formatDay } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { type AccountSession, type CallProblem, offline } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { deviceName } from './deviceName';
import { problemWords } from './problemWords';
import './account.css';

/**
 * A list of the browsers that are signed in, each with "Sign out" except this one; button "Sign out everywhere else"
 * when there are others. It needs a network, and says so where there is none.
 */
export function SignedInDevices() {
  const [sessions, setSessions] = useState<readonly AccountSession[] | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = useCommand();

  const read = useCallback(async () => {
    const answer = await offline.accountSessions();
    if (Array.isArray(answer)) {
      setSessions(answer as readonly AccountSession[]);
      setProblem(null);
    } else {
      setProblem(answer as CallProblem);
    }
  }, []);
  useEffect(() => {
    run(read());
  }, [run, read]);

  const end = async (call: () => Promise<CallProblem | null>) => {
    setBusy(true);
    try {
      const failed = await call();
      setProblem(failed);
      if (failed === null) {
        await read();
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <p role="alert" className="account-problem">
        {problem === null ? '' : problemWords(problem)}
      </p>
      {sessions === null && problem === null && <p className="second">{translate(key`signin.busy`)}</p>}
      {sessions !== null && (
        <ul className="account-sessions">
          {sessions.map((session) => (
            <Device
              key={session.id}
              session={session}
              busy={busy}
              onEnd={() => {
                run(end(() => offline.endSession(session.id)));
              }}
            />
          ))}
        </ul>
      )}
      {sessions !== null && sessions.length > 1 && (
        <Button
          disabled={busy}
          onClick={() => {
            run(end(() => offline.endOtherSessions()));
          }}
        >
          {translate(key`devices.endothers`)}
        </Button>
      )}
    </>
  );
}

interface DeviceProps {
  readonly session: AccountSession;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function Device({ session: { device, lastSeenAt, current }, busy, onEnd }: DeviceProps) {
  const name = deviceName(device) ?? translate(key`devices.unknown`);
  return (
    <li>
      <div>
        <p>
          <bdi>{name}</bdi>
        </p>
        <p className="second">
          {current
            ? translate(key`devices.current`)
            : translate(key`devices.seen`, { day: formatDay(currentLocale(), lastSeenAt) })}
        </p>
      </div>
      {!current && (
        <Button
          theme="tertiary"
          disabled={busy}
          aria-label={translate(key`devices.end.name`, { device: name })}
          onClick={onEnd}
        >
          {translate(key`settings.signout`)}
        </Button>
      )}
    </li>
  );
}
