/**
 * The app's icons, drawn with one stroke on a grid of 24. They are decoration: the control that holds one has a name
 * in words. `.icon-directed` mirrors those that point along the line of reading. The icons of playing and skipping are
 * the same in every language.
 */
import type { ReactNode } from 'react';
import './icons.css';

export interface IconProps {
  /** In CSS pixels; 24 unless told. */
  readonly size?: number;
}

function icon(drawing: ReactNode, className = 'icon') {
  return function Icon({ size = 24 }: IconProps) {
    return (
      <svg className={className} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
        {drawing}
      </svg>
    );
  };
}

const filled = { fill: 'currentColor', stroke: 'none' } as const;

export const HomeIcon = icon(<path d="M3.5 11 12 4l8.5 7M5.5 9.5V20h4v-5h5v5h4V9.5" />);
export const BrowseIcon = icon(
  <path d="M4 4.5h6.5V11H4zM13.5 4.5H20V11h-6.5zM4 14h6.5v6H4zM13.5 14H20v6h-6.5z" />,
);
export const LibraryIcon = icon(<path d="M4 4h4v16H4zM8 4h4v16H8zM14.2 4.9l3.5-.9 3.3 15.1-3.5.9z" />);
export const DownloadIcon = icon(<path d="M12 4v10.5M7.5 10l4.5 4.5L16.5 10M4 20h16" />);
export const SearchIcon = icon(<path d="M16 16l4.5 4.5M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0z" />);
export const OfflineIcon = icon(
  <path d="M4 4l16 16M8.5 8.2A5.5 5.5 0 0 1 17 11a4 4 0 0 1 2.8 6.8M16 18.5H7a4.5 4.5 0 0 1-.9-8.9" />,
);
export const AccountIcon = icon(
  <path d="M16 8.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4.5 20.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5" />,
);
export const CheckIcon = icon(<path d="M4.5 12.5l5 5L19.5 7" />);
export const PlayIcon = icon(<path d="M8 5.2v13.6L19 12z" {...filled} />);
export const PauseIcon = icon(<path d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z" {...filled} />);
export const SmallPauseIcon = icon(<path d="M9 7.5v9M15 7.5v9" />);
export const UnplayableIcon = icon(
  <path d="M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0zM6.2 6.2l11.6 11.6" />,
);
export const HeartIcon = icon(
  <path d="M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 8 2.1C20 15 12 20 12 20z" />,
);
export const HeartFilledIcon = icon(
  <path
    d="M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 8 2.1C20 15 12 20 12 20z"
    fill="currentColor"
  />,
);
export const TrashIcon = icon(<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5.5M13.5 11v5.5" />);
export const LinkIcon = icon(
  <path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1" />,
);
export const AgainIcon = icon(<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4" />);
export const AttentionIcon = icon(<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.2" />);
export const DownIcon = icon(<path d="M5.5 9l6.5 6.5L18.5 9" />);
export const UpIcon = icon(<path d="M5.5 15.5 12 9l6.5 6.5" />);
export const MoreIcon = icon(
  <path
    d="M5 10.4a1.6 1.6 0 1 0 .01 0zM12 10.4a1.6 1.6 0 1 0 .01 0zM19 10.4a1.6 1.6 0 1 0 .01 0z"
    {...filled}
  />,
);
export const QueueIcon = icon(
  <path d="M4 6h12.5M4 11h12.5M4 16h7.5M17.8 13v6a2 2 0 1 1-1.5-1.9M17.8 13l3.2 1" />,
  'icon icon-directed',
);
export const MoonIcon = icon(<path d="M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z" />);
export const SpeedIcon = icon(<path d="M6.2 18.5a8.5 8.5 0 1 1 11.6 0M12 13.5l3.5-5" />);
export const GripIcon = icon(<path d="M5 9.5h14M5 14.5h14" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const NextIcon = icon(<path d="M6 5.5v13L15.5 12zM18.5 5.5v13" />);
export const ShareIcon = icon(<path d="M8 10H5.5v10h13V10H16M12 14V3.5M8.5 7 12 3.5 15.5 7" />);
export const UndoIcon = icon(<path d="M8.5 5 4 9.5 8.5 14M4 9.5h9.5a5.5 5.5 0 0 1 0 11H9" />);
export const BackIcon = icon(<path d="M15 5l-7 7 7 7" />, 'icon icon-directed');
export const ForwardIcon = icon(<path d="M9 5l7 7-7 7" />, 'icon icon-directed');
