import { Button } from '@vaadin/react-components/Button.js';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { counted, formatMoment } from '../i18n/format';
import { DeletedAccount } from '../features/account/DeletedAccount';
import { ForgetAccount } from '../features/account/ForgetAccount';
import { SignOut } from '../features/account/SignOut';
import { GuestProgress } from '../features/account/GuestProgress';
import { chooseLanguage, currentLanguage, currentLocale, key, translate } from '../i18n/i18n';
import { InstallSection } from '../features/install/Install';
import { type Language, languages } from '../i18n/languages';
import { Section } from '../ui/Section';
import { SpaceHeld } from '../features/downloads/SpaceHeld';
import { chooseTheme, currentTheme, type Theme } from '../theme/theme';
import { useCommand } from '../ui/useCommand';
import { useLive } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { offline } from '../offline/index';
import { PlaybackSettings } from '../features/player/PlaybackSettings';
import '../ui/Choice.css';
import './settings.css';

function Account() {
  const { state, name } = useLive(offline.account);
  const signIn = (
    <Link to="/sign-in" className="filled-button">
      {translate(key`signin.title`)}
    </Link>
  );
  let words: ReactNode = null;
  let action: ReactNode = null;
  switch (state) {
    case 'loading':
      break;
    case 'guest':
      words = translate(key`settings.guest`);
      action = signIn;
      break;
    case 'signed-in':
      words = translate(key`settings.signedin`, { name: name ?? '' });
      action = <SignOut />;
      break;
    case 'expired':
      words = translate(key`settings.expired.words`, { name: name ?? '' });
      action = signIn;
      break;
    case 'deleted':
      words = translate(key`deleted.title`);
      break;
  }
  return (
    <Section title={translate(key`settings.account`)}>
      <p className="prose">{words}</p>
      <div className="settings-actions">
        {action}
        {(state === 'signed-in' || state === 'expired') && <ForgetAccount />}
      </div>
      {state === 'signed-in' && (
        <p>
          <Link to="/account" className="text-link">
            {translate(key`account.title`)}
          </Link>
        </p>
      )}
    </Section>
  );
}

function Synchronization() {
  const { pending, running, failing, lastSuccessAt, rejected } = useLive(offline.sync);
  const { state } = useLive(offline.account);
  const run = useCommand();
  const locale = currentLocale();
  if (state !== 'signed-in' && state !== 'expired') {
    return null;
  }
  return (
    <Section title={translate(key`sync.title`)}>
      <p className="prose">{translate(key`sync.pending`, counted(locale, pending))}</p>
      <p className="second">
        {lastSuccessAt === null
          ? translate(key`sync.never`)
          : translate(key`sync.last`, { moment: formatMoment(locale, lastSuccessAt) })}
      </p>
      {failing && <p className="second">{translate(key`sync.failing`)}</p>}
      {rejected > 0 && <p className="second">{translate(key`sync.rejected`, counted(locale, rejected))}</p>}
      <Button
        className="settings-sync"
        disabled={running}
        onClick={() => {
          run(offline.refresh());
        }}
      >
        {running ? translate(key`sync.running`) : translate(key`sync.now`)}
      </Button>
      <p>
        <Link to="/journal" className="text-link">
          {translate(key`journal.title`)}
        </Link>
      </p>
    </Section>
  );
}

function Appearance() {
  const [theme, setTheme] = useState(currentTheme);
  const run = useCommand();
  const languageLabel = useId();
  const themeLabel = useId();
  return (
    <Section title={translate(key`settings.appearance`)}>
      <div className="choice">
        <label htmlFor={languageLabel}>{translate(key`settings.language`)}</label>
        <select
          id={languageLabel}
          value={currentLanguage()}
          onChange={(event) => {
            run(chooseLanguage(event.target.value as Language));
          }}
        >
          {Object.entries(languages).map(([language, { name }]) => (
            <option key={language} value={language} lang={language}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="choice">
        <label htmlFor={themeLabel}>{translate(key`settings.theme`)}</label>
        <select
          id={themeLabel}
          value={theme}
          onChange={(event) => {
            const chosen = event.target.value as Theme;
            chooseTheme(chosen);
            setTheme(chosen);
          }}
        >
          <option value="system">{translate(key`settings.theme.system`)}</option>
          <option value="light">{translate(key`settings.theme.light`)}</option>
          <option value="dark">{translate(key`settings.theme.dark`)}</option>
        </select>
      </div>
    </Section>
  );
}

/** Regions "About", "Account", "Synchronization" (with "Sync now" and link "Sync journal"), "Appearance" (choices "Language", "Theme"), "Space", "Install the app" where it can be. */
export default function SettingsView() {
  return (
    <>
      <ViewHeader title={translate(key`settings.title`)} back="/" />
      <Section title={translate(key`settings.about`)}>
        <p className="prose">{translate(key`settings.about.words`)}</p>
      </Section>
      <GuestProgress />
      <DeletedAccount />
      <Account />
      <Synchronization />
      <PlaybackSettings />
      <Appearance />
      <Section
        title={translate(key`downloads.space`)}
        end={
          <Link to="/downloads" className="text-link">
            {translate(key`downloads.title`)}
          </Link>
        }
      >
        <SpaceHeld />
      </Section>
      <InstallSection />
    </>
  );
}
