import { formatClock } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { CloseIcon, UndoIcon } from '../../ui/icons';
import { useLive, useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
import { PlayerNotice } from './PlayerNotice';
import { ProblemNotice } from './ProblemNotice';

/** "Continue at 34:10": where another device went on. "Stay here" removes the notice. */
function OtherDeviceNotice() {
  const otherDevicePosition = useLive(offline.otherDevicePosition);
  if (otherDevicePosition === null) {
    return null;
  }
  return (
    <PlayerNotice
      action={continueAt(otherDevicePosition.positionMs)}
      onAction={() => {
        offline.moveToOtherDevice();
      }}
      after={translate(key`elsewhere.from`)}
    >
      <StayHere />
    </PlayerNotice>
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
    <PlayerNotice
      before={translate(key`elsewhere.played`, { title })}
      action={continueAt(played.positionMs)}
      onAction={() => {
        offline.play(played.lectureId);
      }}
    >
      <StayHere />
    </PlayerNotice>
  );
}

function continueAt(positionMs: number): string {
  return translate(key`elsewhere.continue`, { time: formatClock(currentLocale(), positionMs) });
}

function StayHere() {
  return (
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
  );
}

/** "Back to 12:34", for a while after a seek. */
function SeekUndoNotice() {
  const seekUndo = useLive(offline.seekUndo);
  if (seekUndo === null) {
    return null;
  }
  const time = formatClock(currentLocale(), seekUndo.backToMs);
  return (
    <PlayerNotice
      action={
        <>
          <UndoIcon size={18} />
          {translate(key`jump.back`, { time })}
        </>
      }
      onAction={() => {
        offline.undoSeek();
      }}
    />
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
