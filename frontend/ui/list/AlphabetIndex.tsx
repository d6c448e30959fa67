import { key, translate } from '../../i18n/i18n';
import { Rail } from '../rail/Rail';
import './AlphabetIndex.css';

interface AlphabetIndexProps {
  /** Under which something is listed, in the order of the list. */
  readonly letters: readonly string[];
  readonly onChoose: (letter: string) => void;
}

/** The navigation "Letters": a button for each letter, which leads to the first name under it. */
export function AlphabetIndex({ letters, onChoose }: AlphabetIndexProps) {
  return (
    <nav className="alphabet-index" aria-label={translate(key`list.letters`)}>
      <Rail className="alphabet-letters">
        {letters.map((letter) => (
          <li key={letter}>
            <button
              type="button"
              onClick={() => {
                onChoose(letter);
              }}
            >
              {letter}
            </button>
          </li>
        ))}
      </Rail>
    </nav>
  );
}
