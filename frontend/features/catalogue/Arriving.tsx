import { useEffect, useState } from 'react';
import { offline } from '../../offline/index';
import { EmptyState } from '../../ui/EmptyState';
import { formatNumber } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { useLive } from '../../ui/useLive';
import { ViewHeader } from '../frame/ViewHeader';
import { NotFound } from './NotFound';

/** What takes less time is not worth a word. */
const QUIET_MS = 2_000;

function useIsLater(ms: number): boolean {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLater(true);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [ms]);
  return isLater;
}

function Progress() {
  const { arriving, lectures } = useLive(offline.catalogue);
  const isLater = useIsLater(QUIET_MS);
  const total = arriving?.lectures ?? null;
  if (!isLater || total === null) {
    return null;
  }
  const locale = currentLocale();
  return (
    <p className="second catalogue-arriving">
      {translate(key`catalogue.arriving.count`, {
        here: formatNumber(locale, Math.min(lectures.size, total)),
        total: formatNumber(locale, total),
      })}
    </p>
  );
}

/** "3,200 of 18,441 lessons are here": when the library takes long to arrive. */
export function ArrivingProgress() {
  const { arriving } = useLive(offline.catalogue);
  return arriving === null ? null : <Progress />;
}

interface NotHereProps {
  /** False while this device is still asked for it: then nothing is said. */
  readonly looked: boolean;
}

/** In place of what this device does not know: it may still arrive or be read, or it does not exist. */
export function NotHere({ looked }: NotHereProps) {
  const { arriving } = useLive(offline.catalogue);
  if (!looked) {
    return <ViewHeader title={translate(key`app.name`)} back="/" />;
  }
  if (arriving === null) {
    return <NotFound />;
  }
  const isHere = arriving.from === 'device';
  return (
    <>
      <ViewHeader title={translate(key`app.name`)} back="/" />
      <EmptyState title={isHere ? translate(key`catalogue.reading`) : translate(key`catalogue.arriving`)}>
        <ArrivingProgress />
      </EmptyState>
    </>
  );
}
