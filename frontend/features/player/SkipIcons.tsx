/** The icons of the two skips, with the number of seconds in the digits of the language. */
import { formatNumber } from '../../i18n/format';
import { currentLocale } from '../../i18n/i18n';
import type { IconProps } from '../../ui/icons';

const label = {
  fill: 'currentColor',
  stroke: 'none',
  fontSize: 7.5,
  fontWeight: 600,
  textAnchor: 'middle',
} as const;

interface SkipIconProps extends IconProps {
  readonly seconds: number;
}

function skipIcon(drawing: string) {
  return function SkipIcon({ size = 24, seconds }: SkipIconProps) {
    return (
      <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
        <path d={drawing} />
        <text x="12" y="15.2" {...label}>
          {formatNumber(currentLocale(), seconds)}
        </text>
      </svg>
    );
  };
}

export const SkipBackIcon = skipIcon('M8 4.6A8.5 8.5 0 1 0 16 4.6M10.5 2 7.5 4.7l3 2.8');
export const SkipForwardIcon = skipIcon('M16 4.6A8.5 8.5 0 1 1 8 4.6M13.5 2l3 2.7-3 2.8');
