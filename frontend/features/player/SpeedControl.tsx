import { formatRate } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { SpeedIcon } from '../../ui/icons';
import { useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
import './EdgeControl.css';

/** The speeds that are offered. */
export const rates = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The choice "Speed" at an edge of the transport. */
export function SpeedEdge() {
  const rate = useLivePart(offline.player, (player) => player.rate);
  return (
    <span className={rate === 1 ? 'edge-control' : 'edge-control edge-control-set'}>
      <SpeedIcon size={26} />
      <span className="edge-control-caption" aria-hidden="true">
        {formatRate(currentLocale(), rate)}
      </span>
      <SpeedControl />
    </span>
  );
}

/** The choice "Speed". The core remembers it for the series. */
export function SpeedControl() {
  const rate = useLivePart(offline.player, (player) => player.rate);
  const locale = currentLocale();
  // A speed that is not offered, set by another version of the app, is listed too.
  const offered = rates.some((step) => step === rate) ? rates : [...rates, rate].sort((a, b) => a - b);
  return (
    <select
      aria-label={translate(key`player.speed`)}
      value={rate}
      onChange={(event) => {
        offline.setRate(Number(event.target.value));
      }}
    >
      {offered.map((step) => (
        <option key={step} value={step}>
          {formatRate(locale, step)}
        </option>
      ))}
    </select>
  );
}
