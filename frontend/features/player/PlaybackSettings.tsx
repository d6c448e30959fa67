import { useId, useState } from 'react';
import { formatRate } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { Section } from '../../ui/Section';
import { useLive } from '../../ui/useLive';
import { offline } from '../../offline/index';
import '../../ui/Choice.css';
import './PlaybackSettings.css';
import { ShortcutHelp } from './keyboard/ShortcutHelp';
import { rates } from './SpeedControl';

interface SwitchProps {
  readonly words: string;
  readonly explanation: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Switch({ words, explanation, checked, onChange }: SwitchProps) {
  const explanationId = useId();
  const wordsId = useId();
  return (
    <label className="choice switch-choice">
      <span>
        <span id={wordsId}>{words}</span>
        <small id={explanationId}>{explanation}</small>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-labelledby={wordsId}
        aria-describedby={explanationId}
        checked={checked}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
    </label>
  );
}

/** Region "Listening": switch "Play the next lecture", choice "Usual speed", switch "Keyboard shortcuts" and its list. */
export function PlaybackSettings() {
  const { autoPlay, rate, shortcuts } = useLive(offline.playback);
  const [help, setHelp] = useState(false);
  const rateLabel = useId();
  const locale = currentLocale();
  return (
    <Section title={translate(key`settings.listening`)}>
      <Switch
        words={translate(key`settings.autoplay`)}
        explanation={translate(key`settings.autoplay.words`)}
        checked={autoPlay}
        onChange={(chosen) => {
          offline.setPlayback({ autoPlay: chosen });
        }}
      />
      <div className="choice">
        <label htmlFor={rateLabel}>{translate(key`settings.rate`)}</label>
        <select
          id={rateLabel}
          value={rate}
          onChange={(event) => {
            offline.setPlayback({ rate: Number(event.target.value) });
          }}
        >
          {[...new Set([...rates, rate])]
            .sort((a, b) => a - b)
            .map((step) => (
              <option key={step} value={step}>
                {formatRate(locale, step)}
              </option>
            ))}
        </select>
      </div>
      <div className="keys-only">
        <Switch
          words={translate(key`keys.title`)}
          explanation={translate(key`settings.keys.words`)}
          checked={shortcuts}
          onChange={(chosen) => {
            offline.setPlayback({ shortcuts: chosen });
          }}
        />
        <button
          type="button"
          className="text-link"
          onClick={() => {
            setHelp(true);
          }}
        >
          {translate(key`settings.keys.show`)}
        </button>
      </div>
      {help && (
        <ShortcutHelp
          onClose={() => {
            setHelp(false);
          }}
        />
      )}
    </Section>
  );
}
