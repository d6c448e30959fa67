import { formatRate } from '../components/format';
import { currentLocale, key, translate } from '../components/i18n';
import { useLivePart } from '../components/useLive';
import { offline } from '../offline/index';

const rates = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The choice "Speed", from half to three times. */
export function SpeedControl() {
  const rate = useLivePart(offline.player, (player) => player.rate);
  const locale = currentLocale();
  // A speed that came from elsewhere is shown as it is.
  const offered = rates.some((step) => step === rate) ? rates : [...rates, rate].sort((a, b) => a - b);
  return (
    <select
      className="speed-control"
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
