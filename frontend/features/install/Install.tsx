import { lazy, Suspense, useSyncExternalStore } from 'react';
import { offline } from '../../offline/index';
import './Install.css';
import { declineInstall, install, installMethod, isDeclined, isUsed, onInstallChange } from './installing';
import { key, translate } from '../../i18n/i18n';
import { Section } from '../../ui/Section';
import { useCommand } from '../../ui/useCommand';
import { useLive, useLivePart } from '../../ui/useLive';

const InstallSteps = lazy(async () => ({ default: (await import('./InstallSteps')).InstallSteps }));

/** The button "Install", or the steps by hand. */
function Way({ way }: { readonly way: 'dialog' | 'by-hand' }) {
  const run = useCommand();
  return way === 'by-hand' ? (
    <Suspense>
      <InstallSteps />
    </Suspense>
  ) : (
    <button
      type="button"
      className="filled-button"
      onClick={() => {
        run(install());
      }}
    >
      {translate(key`install.button`)}
    </button>
  );
}

/** The card "Install the app" on Home. It is shown once the listener uses the app. "Not now" removes it for ever. */
export function InstallInvitation() {
  const way = useSyncExternalStore(onInstallChange, installMethod);
  const declined = useSyncExternalStore(onInstallChange, isDeclined);
  const listening = useLive(offline.listening);
  const downloads = useLivePart(offline.downloads, ({ size }) => size);
  if (way === 'none' || declined || !isUsed(listening.values(), downloads)) {
    return null;
  }
  return (
    <aside className="card install" aria-label={translate(key`install.title`)}>
      <h2>{translate(key`install.title`)}</h2>
      <p className="second">{translate(key`install.why`)}</p>
      <div className="install-ways">
        <Way way={way} />
        <button type="button" className="text-link" onClick={declineInstall}>
          {translate(key`install.later`)}
        </button>
      </div>
    </aside>
  );
}

/** The region "Install the app" of Settings. Absent where this browser cannot install it. */
export function InstallSection() {
  const way = useSyncExternalStore(onInstallChange, installMethod);
  return (
    way !== 'none' && (
      <Section title={translate(key`install.title`)}>
        <p className="prose">{translate(key`install.why`)}</p>
        <Way way={way} />
      </Section>
    )
  );
}
