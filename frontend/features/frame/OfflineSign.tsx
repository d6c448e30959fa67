import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { OfflineIcon } from '../../ui/icons';
import './OfflineSign.css';
import { useLive } from '../../ui/useLive';

/** A small crossed cloud while there is no network; nothing else. */
export function OfflineSign({ inWords = false }: { readonly inWords?: boolean }) {
  const online = useLive(offline.online);
  if (online) {
    return null;
  }
  return (
    <span
      className={inWords ? 'offline-sign offline-sign-words' : 'offline-sign'}
      role="img"
      aria-label={translate(key`offline.sign`)}
    >
      <OfflineIcon />
      {inWords && <span aria-hidden="true">{translate(key`offline.sign`)}</span>}
    </span>
  );
}
