import { lazy, Suspense, useEffect, useState } from 'react';
import { currentLanguage } from '../../i18n/i18n';
import { languages } from '../../i18n/languages';
import { useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
import { rates } from './SpeedControl';
import { placeOf, type Shortcut, shortcutOf } from './keyboard/shortcutKeys';

const ShortcutHelp = lazy(async () => ({ default: (await import('./keyboard/ShortcutHelp')).ShortcutHelp }));

const littleMs = 5_000;

function command(shortcut: Exclude<Shortcut, 'help'>): void {
  const { state, rate } = offline.player.get();
  const { skipBackMs, skipForwardMs } = offline.playback.get();
  switch (shortcut) {
    case 'toggle':
      if (state === 'playing' || state === 'loading') {
        offline.pause();
      } else {
        offline.resume();
      }
      return;
    case 'back':
      offline.skip(-skipBackMs);
      return;
    case 'forward':
      offline.skip(skipForwardMs);
      return;
    case 'back-a-little':
      offline.skip(-littleMs);
      return;
    case 'forward-a-little':
      offline.skip(littleMs);
      return;
    case 'slower':
      offline.setRate(rates.findLast((step) => step < rate) ?? rate);
      return;
    case 'faster':
      offline.setRate(rates.find((step) => step > rate) ?? rate);
      return;
    case 'next':
      offline.next();
      return;
    case 'previous':
      offline.previous();
      return;
    case 'sleep-more':
      offline.extendSleep();
      return;
  }
}

/** Single keys that command the player in every view, unless they are switched off. "?" lists them. */
export function Shortcuts() {
  const enabled = useLivePart(offline.playback, ({ shortcuts }) => shortcuts);
  const [help, setHelp] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { direction } = languages[currentLanguage()];
      const shortcut = shortcutOf(event, placeOf(event.composedPath()[0]), direction);
      if (event.defaultPrevented || shortcut === null) {
        return;
      }
      if (shortcut === 'help') {
        event.preventDefault();
        setHelp(true);
      } else if (offline.player.get().lectureId !== null) {
        event.preventDefault();
        command(shortcut);
      }
    };
    if (enabled) {
      document.addEventListener('keydown', onKeyDown);
    }
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [enabled]);

  return (
    help && (
      <Suspense>
        <ShortcutHelp
          onClose={() => {
            setHelp(false);
          }}
        />
      </Suspense>
    )
  );
}
