import { offline } from '../../offline/index';
import { formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useLive } from '../../ui/useLive';

/** How much space is free, and whether that is enough for `neededBytes`. Absent where the browser does not tell. */
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
