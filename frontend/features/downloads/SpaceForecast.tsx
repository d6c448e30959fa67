import { offline } from '../../offline/index';
import { formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useLive } from '../../ui/useLive';

/** Beside what a download needs: how much is free, and whether that is enough. Nothing where the browser does not say. */
export function SpaceForecast({ neededBytes }: { readonly neededBytes: number }) {
  const { freeBytes } = useLive(offline.storage);
  if (freeBytes === null) {
    return null;
  }
  const size = formatSize(currentLocale(), freeBytes);
  return (
    <span className="space-forecast second">
      {freeBytes < neededBytes
        ? translate(key`download.free.little`, { size })
        : translate(key`download.free`, { size })}
    </span>
  );
}
