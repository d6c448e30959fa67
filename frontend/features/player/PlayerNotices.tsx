import { formatClock } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CloseIcon, UndoIcon } from '../../ui/icons';
import { useLive, useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
import './PlayerNotices.css';
import { ProblemNotice } from './ProblemNotice';

/** "Continue at 34:10": where another device went on. "Stay here" removes the notice. */
function OtherDeviceNotice() {
  const otherDevicePosition = useLive(offline.otherDevicePosition);
  if (otherDevicePosition === null) {
    return null;
  }
  const time = formatClock(currentLocale(), otherDevicePosition.positionMs);
  return (
    <div className="player-notice">
      <span>
        <button
          type="button"
          className="text-link"
          onClick={() => {
            offline.moveToOtherDevice();
          }}
        >
          {translate(key`elsewhere.continue`, { time })}
        </button>{' '}
        <span className="player-notice-words">{translate(key`elsewhere.from`)}</span>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={translate(key`elsewhere.stay`)}
        onClick={() => {
          offline.stayHere();
        }}
      >
        <CloseIcon size={18} />
      </button>
    </div>
  );
}

/** "Heard on another device just now: …", with "Continue at 34:10" and "Stay here". Nothing here is paused by it. */
function PlayedElsewhereNotice() {
  const played = useLive(offline.playedElsewhere);
  const title = useLivePart(
    offline.catalogue,
    ({ lectures }) => lectures.get(played?.lectureId ?? '')?.title,
  );
  if (played === null || title === undefined) {
    return null;
  }
  return (
    <div className="player-notice">
      <span>
        <span className="player-notice-words">{translate(key`elsewhere.played`, { title })}</span>{' '}
        <button
          type="button"
          className="text-link"
          onClick={() => {
            offline.play(played.lectureId);
          }}
        >
          {translate(key`elsewhere.continue`, { time: formatClock(currentLocale(), played.positionMs) })}
        </button>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={translate(key`elsewhere.stay`)}
        onClick={() => {
          offline.stayHere();
        }}
      >
        <CloseIcon size={18} />
      </button>
    </div>
  );
}

/** "Back to 12:34", for a while after a seek. */
function SeekUndoNotice() {
  const seekUndo = useLive(offline.seekUndo);
  if (seekUndo === null) {
    return null;
  }
  return (
    <div className="player-notice">
      <button
        type="button"
        className="text-link"
        onClick={() => {
          offline.undoSeek();
        }}
      >
        <UndoIcon size={18} />
        {translate(key`jump.back`, { time: formatClock(currentLocale(), seekUndo.backToMs) })}
      </button>
    </div>
  );
}

/** What the listener may choose just now, as a live region. */
export function PlayerNotices() {
  return (
    <div className="player-notices" role="status">
      <ProblemNotice />
      <OtherDeviceNotice />
      <PlayedElsewhereNotice />
      <SeekUndoNotice />
    </div>
  );
}
