import { counted } from '../../../i18n/format';
import { currentLanguage, currentLocale, key, translate } from '../../../i18n/i18n';
import { CloseIcon } from '../../../ui/icons';
import { languages } from '../../../i18n/languages';
import { useLive } from '../../../ui/useLive';
import { offline } from '../../../offline/index';
import { useModal } from '../../../ui/useModal';
import './ShortcutHelp.css';

/** The dialog "Keyboard shortcuts". */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const dialog = useModal();
  const { skipBackMs, skipForwardMs } = useLive(offline.playback);
  const locale = currentLocale();
  const [onward, back] = languages[currentLanguage()].direction === 'ltr' ? ['→', '←'] : ['←', '→'];
  const shift = '⇧';
  const rows: ReadonlyArray<readonly [what: string, keys: readonly string[]]> = [
    [translate(key`keys.toggle`), [translate(key`keys.space`), 'K']],
    [translate(key`player.back`, counted(locale, skipBackMs / 1_000)), ['J']],
    [translate(key`player.forward`, counted(locale, skipForwardMs / 1_000)), ['L']],
    [translate(key`keys.back5`), [back]],
    [translate(key`keys.forward5`), [onward]],
    [translate(key`keys.slower`), [`${shift} ,`]],
    [translate(key`keys.faster`), [`${shift} .`]],
    [translate(key`keys.next`), [`${shift} N`]],
    [translate(key`keys.previous`), [`${shift} P`]],
    [translate(key`keys.sleep`), [`${shift} S`]],
    [translate(key`keys.title`), ['?']],
  ];
  return (
    <dialog
      ref={dialog}
      className="modal-dialog shortcut-help"
      aria-label={translate(key`keys.title`)}
      onClose={onClose}
    >
      <header>
        <h2>{translate(key`keys.title`)}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={translate(key`keys.close`)}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      <dl>
        {rows.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd dir="ltr">
              {keys.map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="second">{translate(key`keys.words`)}</p>
    </dialog>
  );
}
