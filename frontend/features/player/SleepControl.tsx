import { formatClock, formatDuration } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { MoonIcon } from '../../ui/icons';
import { useLive } from '../../ui/useLive';
import { offline, type SleepView } from '../../offline/index';
import { PlayerNotice } from './PlayerNotice';
import './EdgeControl.css';

const minutes = [5, 10, 15, 30, 45, 60] as const;
const minuteMs = 60_000;

/** Rounded up to the minute, so that the option's text does not change every second while the list is open. */
function wholeMinutesMs(remainingMs: number): number {
  return Math.ceil(remainingMs / minuteMs) * minuteMs;
}

function captionOf(sleep: SleepView, locale: string): string {
  switch (sleep.kind) {
    case 'off':
      return translate(key`sleep.short`);
    case 'end-of-lecture':
      return translate(key`sleep.end`);
    case 'minutes':
      return formatClock(locale, sleep.remainingMs);
  }
}

/** The choice "Sleep timer": minutes of listening, or the end of the lecture. Shows what remains. */
export function SleepControl() {
  const sleep = useLive(offline.sleep);
  const locale = currentLocale();
  return (
    <span className={sleep.kind === 'off' ? 'edge-control' : 'edge-control edge-control-set'}>
      <MoonIcon size={26} />
      <span className="edge-control-caption" aria-hidden="true">
        {captionOf(sleep, locale)}
      </span>
      <select
        aria-label={translate(key`sleep.name`)}
        value={sleep.kind}
        onChange={({ target: { value } }) => {
          if (value === 'off') {
            offline.setSleep(null);
          } else if (value === 'end-of-lecture') {
            offline.setSleep(value);
          } else if (value !== 'minutes') {
            offline.setSleep(Number(value));
          }
        }}
      >
        {sleep.kind === 'minutes' && (
          <option value="minutes">
            {translate(key`sleep.left`, { time: formatDuration(locale, wholeMinutesMs(sleep.remainingMs)) })}
          </option>
        )}
        <option value="off">{translate(key`sleep.off`)}</option>
        {minutes.map((count) => (
          <option key={count} value={count}>
            {formatDuration(locale, count * minuteMs)}
          </option>
        ))}
        <option value="end-of-lecture">{translate(key`sleep.end`)}</option>
      </select>
    </span>
  );
}

/** While the timer runs: what remains, and "5 minutes more". */
export function SleepLine() {
  const sleep = useLive(offline.sleep);
  if (sleep.kind !== 'minutes') {
    return null;
  }
  const time = formatClock(currentLocale(), sleep.remainingMs);
  return (
    <PlayerNotice
      before={translate(key`sleep.left`, { time })}
      action={translate(key`sleep.more`)}
      onAction={() => {
        offline.extendSleep();
      }}
    />
  );
}
