import { offline } from '../../offline/index';
import './FavoriteButton.css';
import { key, translate } from '../../i18n/i18n';
import { HeartFilledIcon, HeartIcon } from '../../ui/icons';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';

interface FavoriteButtonProps {
  readonly lectureId: string;
  readonly title: string;
}

/** The toggle "Favorite: …". `aria-pressed` is true for a favorite. */
export function FavoriteButton({ lectureId, title }: FavoriteButtonProps) {
  const favorite = useLivePart(offline.listening, (all) => all.get(lectureId)?.favorite ?? false);
  const run = useCommand();
  return (
    <button
      type="button"
      className="icon-button favorite-button"
      aria-pressed={favorite}
      aria-label={translate(key`lecture.favorite.named`, { title })}
      onClick={() => {
        run(offline.setFlag(lectureId, 'favorite', !favorite));
      }}
    >
      {favorite ? <HeartFilledIcon /> : <HeartIcon />}
    </button>
  );
}
