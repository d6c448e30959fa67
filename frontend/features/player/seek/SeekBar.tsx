import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatClock } from '../../../i18n/format';
import { currentLanguage, currentLocale, key, translate } from '../../../i18n/i18n';
import { languages } from '../../../i18n/languages';
import { useLive } from '../../../ui/useLive';
import { offline } from '../../../offline/index';
import './SeekBar.css';
import { seekByKey } from './seekKeys';

/** The position to which the listener has dragged the slider. */
interface Dragged {
  readonly lectureId: string | null;
  readonly positionMs: number;
}

/**
 * The slider "Position", in milliseconds, with the time that has passed and the time that is left. The player plays on
 * while the slider is dragged. Letting go seeks, once.
 */
export function SeekBar() {
  const { lectureId, positionMs, durationMs } = useLive(offline.player);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isOfThisLecture = useRef(true);
  const locale = currentLocale();
  // A drag that was begun in one lecture does not seek in the next one.
  const draggedMs = dragged?.lectureId === lectureId ? dragged.positionMs : null;
  const shownMs = Math.min(draggedMs ?? positionMs, durationMs);

  useEffect(() => {
    isOfThisLecture.current = dragged === null || dragged.lectureId === lectureId;
  });

  // The DOM sends `change` when the listener lets go. React's onChange is the DOM's `input`.
  useEffect(() => {
    const slider = input.current;
    const seek = () => {
      if (slider && isOfThisLecture.current) {
        offline.seek(slider.valueAsNumber);
      }
      setDragged(null);
    };
    slider?.addEventListener('change', seek);
    return () => slider?.removeEventListener('change', seek);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = languages[currentLanguage()].direction;
    const target = seekByKey(event.key, direction, positionMs, durationMs);
    if (target !== null) {
      event.preventDefault();
      offline.seek(target);
    }
  };

  return (
    <div className="seek-bar">
      <input
        ref={input}
        type="range"
        min={0}
        max={Math.max(1, durationMs)}
        step={1}
        value={shownMs}
        aria-label={translate(key`player.position`)}
        aria-valuetext={translate(key`player.position.text`, {
          position: formatClock(locale, shownMs),
          duration: formatClock(locale, durationMs),
        })}
        style={{ '--done': durationMs > 0 ? shownMs / durationMs : 0 }}
        onChange={(event) => {
          setDragged({ lectureId: dragged?.lectureId ?? lectureId, positionMs: event.target.valueAsNumber });
        }}
        onKeyDown={onKeyDown}
      />
      <span className="seek-bar-times second" aria-hidden="true">
        <span dir="ltr">{formatClock(locale, shownMs)}</span>
        <span dir="ltr">−{formatClock(locale, durationMs - shownMs)}</span>
      </span>
    </div>
  );
}
