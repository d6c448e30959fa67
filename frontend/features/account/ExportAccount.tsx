import { key, translate } from '../../i18n/i18n';
import { offline } from '../../offline/index';
import { useLive } from '../../ui/useLive';

/** A link "Save as a file" to everything that the server holds of the listener. It needs a network, and says so. */
export function ExportAccount() {
  const online = useLive(offline.online);
  return (
    <>
      <p className="prose">{translate(key`export.words`)}</p>
      {online ? (
        // The server writes it while the browser saves it, whatever its size.
        <a className="text-link" href="export" download="salafi-durus.json">
          {translate(key`journal.export`)}
        </a>
      ) : (
        <p className="second">{translate(key`export.offline`)}</p>
      )}
    </>
  );
}
