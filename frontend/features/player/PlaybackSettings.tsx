import { useId, useState } from 'react';
import { counted, formatRate } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { Section } from '../../ui/Section';
import { useLive } from '../../ui/useLive';
import { offline, SKIP_STEPS_MS } from '../../offline/index';
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

interface SkipChoiceProps {
  readonly words: string;
  readonly ms: number;
  readonly onChange: (ms: number) => void;
}

function SkipChoice({ words, ms, onChange }: SkipChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>{words}</label>
      <select
        id={id}
        value={ms}
        onChange={(event) => {
          onChange(Number(event.target.value));
        }}
      >
        {SKIP_STEPS_MS.map((step) => (
          <option key={step} value={step}>
            {translate(key`settings.skip.seconds`, counted(currentLocale(), step / 1_000))}
          </option>
        ))}
      </select>
    </div>
  );
}

/** How far the skips go, and what "previous" and "next" of a headset, a car and the lock screen do. */
function Skips() {
  const { skipBackMs, skipForwardMs, trackButtons } = useLive(offline.playback);
  return (
    <>
      <SkipChoice
        words={translate(key`settings.skip.back`)}
        ms={skipBackMs}
        onChange={(ms) => {
          offline.setPlayback({ skipBackMs: ms });
        }}
      />
      <SkipChoice
        words={translate(key`settings.skip.forward`)}
        ms={skipForwardMs}
        onChange={(ms) => {
          offline.setPlayback({ skipForwardMs: ms });
        }}
      />
      <Switch
        words={translate(key`settings.tracks`)}
        explanation={translate(key`settings.tracks.words`)}
        checked={trackButtons === 'lecture'}
        onChange={(chosen) => {
          offline.setPlayback({ trackButtons: chosen ? 'lecture' : 'skip' });
        }}
      />
    </>
  );
}

/**
 * Region "Listening": switch "Play the next lecture", choices "Usual speed", "Skip back" and "Skip forward", switch
 * "Headset buttons change the lecture", switch "Keyboard shortcuts" and its list.
 */
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
      <Skips />
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
