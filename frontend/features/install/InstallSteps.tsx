import { Link } from 'react-router';
import { offline } from '../../offline/index';
import { counted } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import './InstallSteps.css';
import { useCommand } from '../../ui/useCommand';
import { useLive } from '../../ui/useLive';

/** Safari's share button: a sheet with an arrow out of it. */
function SharePicture() {
  return (
    <svg className="install-picture" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M17 19h-4v20h22V19h-4M24 29V8M17.5 14 24 8l6.5 6" />
    </svg>
  );
}

/** The row "Add to Home Screen" of Safari's menu. */
function MenuPicture() {
  return (
    <svg className="install-picture" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M6 12h36M6 36h36M8 24h14" className="install-picture-faint" />
      <path d="M29 17h12a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H29a1 1 0 0 1-1-1V18a1 1 0 0 1 1-1zM35 20.5v7M31.5 24h7" />
    </svg>
  );
}

/** The home screen with the app's star on it. */
function HomeScreenPicture() {
  return (
    <svg className="install-picture" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M14 4h20a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z" />
      <path d="M16 11h5v5h-5zM27 11h5v5h-5zM27 21h5v5h-5z" className="install-picture-faint" />
      <path d="M18.5 19.5v8M14.5 23.5h8M15.7 20.7l5.6 5.6M21.3 20.7l-5.6 5.6" />
    </svg>
  );
}

/**
 * On iOS the installed app begins with an empty store: only what the server has comes along. So guests are told to sign
 * in first, and pending changes are sent before.
 */
function WhatComesAlong() {
  const { state } = useLive(offline.account);
  const { pending, running } = useLive(offline.sync);
  const run = useCommand();
  if (state !== 'signed-in') {
    return (
      <p>
        {translate(key`install.guest`)}{' '}
        <Link to="/sign-in" className="text-link">
          {translate(key`signin.title`)}
        </Link>
      </p>
    );
  }
  if (pending === 0) {
    return <p>{translate(key`install.sent`)}</p>;
  }
  return (
    <p role="status">
      {translate(key`install.pending`, counted(currentLocale(), pending))}{' '}
      {!running && (
        <button
          type="button"
          className="text-link"
          onClick={() => {
            run(offline.refresh());
          }}
        >
          {translate(key`sync.now`)}
        </button>
      )}
    </p>
  );
}

/** How to install the app by hand, in three pictures. */
export function InstallSteps() {
  return (
    <div className="install-steps">
      <ol>
        <li>
          <SharePicture />
          {translate(key`install.share`)}
        </li>
        <li>
          <MenuPicture />
          {translate(key`install.add`)}
        </li>
        <li>
          <HomeScreenPicture />
          {translate(key`install.open`)}
        </li>
      </ol>
      <WhatComesAlong />
    </div>
  );
}
