import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { DownloadView } from '../../offline/index';
import { ConfirmCancel } from '../downloads/ConfirmCancel';
import { ConfirmRemoval } from '../downloads/ConfirmRemoval';
import { pauseAll, paused, resumeAll, underWay, unfinished } from '../downloads/bulk';
import { counted, formatSize } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { type Action, ActionSheet } from '../../ui/ActionSheet';
import { CloseIcon, MoreIcon, PauseIcon, PlayIcon, TrashIcon } from '../../ui/icons';
import { useCommand } from '../../ui/useCommand';
import './SeriesDownloads.css';

interface SeriesDownloadsProps {
  readonly seriesId: string;
  readonly title: string;
  /** All downloads of the series, in whatever state. */
  readonly downloads: readonly DownloadView[];
  /** False while lectures are being selected. */
  readonly withMenu: boolean;
  /** Those of its downloads that are listed here. */
  readonly children: ReactNode;
}

/** Downloads of one series under its title, with a menu for all of its downloads. */
export function SeriesDownloads({ seriesId, title, downloads, withMenu, children }: SeriesDownloadsProps) {
  return (
    <div className="series-downloads">
      <div className="series-downloads-head">
        <h3>
          <Link to={`/series/${seriesId}`}>
            <bdi>{title}</bdi>
          </Link>
        </h3>
        {withMenu && <SeriesMenu title={title} downloads={downloads} />}
      </div>
      {children}
    </div>
  );
}

type SeriesMenuProps = Pick<SeriesDownloadsProps, 'title' | 'downloads'>;

/**
 * "More: …" of a series: "Pause all", "Resume all", "Cancel all" and "Remove series from this device", each where there
 * is something to do. The last two ask first.
 */
function SeriesMenu({ title, downloads }: SeriesMenuProps) {
  const [open, setOpen] = useState<'menu' | 'cancel' | 'remove' | null>(null);
  const run = useCommand();
  const locale = currentLocale();
  const size = formatSize(
    locale,
    downloads.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  );
  const close = () => {
    setOpen(null);
  };
  const actions: ReadonlyArray<Action & { readonly when: boolean }> = [
    {
      when: underWay(downloads).length > 0,
      words: translate(key`downloads.pause.all`),
      glyph: <PauseIcon />,
      act: () => {
        run(pauseAll(downloads));
      },
    },
    {
      when: paused(downloads).length > 0,
      words: translate(key`downloads.resume.all`),
      glyph: <PlayIcon />,
      act: () => {
        run(resumeAll(downloads));
      },
    },
    {
      when: unfinished(downloads).length > 0,
      words: translate(key`downloads.cancel.all`),
      glyph: <CloseIcon />,
      act: () => {
        setOpen('cancel');
      },
    },
    {
      when: downloads.length > unfinished(downloads).length,
      words: translate(key`downloads.series.remove`),
      glyph: <TrashIcon />,
      act: () => {
        setOpen('remove');
      },
    },
  ];
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-haspopup="dialog"
        aria-label={translate(key`menu.more.named`, { title })}
        onClick={() => {
          setOpen('menu');
        }}
      >
        <MoreIcon />
      </button>
      {open === 'menu' && (
        <ActionSheet
          title={title}
          actions={actions.filter(({ when }) => when)}
          onClose={() => {
            // What was chosen may have opened a question.
            setOpen((now) => (now === 'menu' ? null : now));
          }}
        />
      )}
      {open === 'cancel' && <ConfirmCancel downloads={downloads} onClosed={close} />}
      {open === 'remove' && (
        <ConfirmRemoval
          title={translate(key`downloads.series.remove.title`)}
          words={translate(key`downloads.completed.words`, { ...counted(locale, downloads.length), size })}
          lectureIds={downloads.map(({ lectureId }) => lectureId)}
          onClosed={close}
        />
      )}
    </>
  );
}
