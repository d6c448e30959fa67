import { useMemo } from 'react';
import { key, translate } from '../../i18n/i18n';
import { offline, type SeriesView } from '../../offline/index';
import { useLive, useLivePart } from '../../ui/useLive';
import './SeriesListTools.css';

/** How the lessons of a series are listed. */
export interface SeriesListOptions {
  readonly hidesCompleted: boolean;
  /** The last lesson first. */
  readonly reversed: boolean;
}

export const SHOW_ALL: SeriesListOptions = { hidesCompleted: false, reversed: false };

/** The ids of the lessons to list, in order. The lesson in the player is always among them. */
export function useShownLectures(
  { lectureIds }: SeriesView,
  { hidesCompleted, reversed }: SeriesListOptions,
): readonly string[] {
  const listening = useLive(offline.listening);
  const loadedId = useLivePart(offline.player, ({ lectureId }) => lectureId);
  return useMemo(() => {
    const shown = hidesCompleted
      ? lectureIds.filter((id) => listening.get(id)?.completed !== true || id === loadedId)
      : lectureIds;
    return reversed ? [...shown].reverse() : shown;
  }, [lectureIds, listening, loadedId, hidesCompleted, reversed]);
}

interface SeriesListToolsProps {
  readonly series: SeriesView;
  readonly options: SeriesListOptions;
  readonly onChange: (options: SeriesListOptions) => void;
}

/** "Hide completed", where there are completed lessons, and "Last lesson first". Each is pressed or not. */
export function SeriesListTools({ series, options, onChange }: SeriesListToolsProps) {
  const listening = useLive(offline.listening);
  const { hidesCompleted, reversed } = options;
  const hasCompleted = series.lectureIds.some((id) => listening.get(id)?.completed === true);
  if (series.lectureIds.length < 2) {
    return null;
  }
  return (
    <div className="series-list-tools">
      {(hasCompleted || hidesCompleted) && (
        <button
          type="button"
          className="text-link"
          aria-pressed={hidesCompleted}
          onClick={() => {
            onChange({ ...options, hidesCompleted: !hidesCompleted });
          }}
        >
          {translate(key`series.hide`)}
        </button>
      )}
      <button
        type="button"
        className="text-link"
        aria-pressed={reversed}
        onClick={() => {
          onChange({ ...options, reversed: !reversed });
        }}
      >
        {translate(key`series.reverse`)}
      </button>
    </div>
  );
}
