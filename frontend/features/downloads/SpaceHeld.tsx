import { ProgressBar } from '@vaadin/react-components/ProgressBar.js';
import type { ReactNode } from 'react';
import { offline } from '../../offline/index';
import { counted, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { joined } from '../catalogue/lectureLine';
import './SpaceHeld.css';
import { useLive, useLivePart } from '../../ui/useLive';

/** How much space the downloads take. Also how much is free and whether downloads are safe, where the browser tells. */
export function SpaceHeld({ children }: { readonly children?: ReactNode }) {
  const { downloadedBytes, freeBytes, persisted, deletedAfterDays } = useLive(offline.storage);
  const count = useLivePart(offline.downloads, ({ size }) => size);
  const locale = currentLocale();
  const safe =
    persisted === null ? '' : persisted ? translate(key`downloads.safe`) : translate(key`downloads.unsafe`);
  return (
    <div className="card space-held">
      <p className="space-held-line">
        <strong>{translate(key`downloads.held`, { size: formatSize(locale, downloadedBytes) })}</strong>
        {freeBytes !== null && (
          <span className="second">
            {translate(key`downloads.free`, { size: formatSize(locale, freeBytes) })}
          </span>
        )}
      </p>
      {freeBytes !== null && (
        <ProgressBar
          value={downloadedBytes / Math.max(1, downloadedBytes + freeBytes)}
          aria-label={translate(key`downloads.space`)}
        />
      )}
      <p className="second">{joined(translate(key`downloads.lectures`, counted(locale, count)), safe)}</p>
      {deletedAfterDays !== null && (
        <p className="second">{translate(key`downloads.deleted`, counted(locale, deletedAfterDays))}</p>
      )}
      {children}
    </div>
  );
}
