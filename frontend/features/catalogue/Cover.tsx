import { memo, useState } from 'react';
import { offline } from '../../offline/index';
import '../../covers/Cover.css';
import { StarPattern } from '../../covers/StarPattern';
import { useLivePart } from '../../ui/useLive';

interface CoverProps {
  /** Id of a series or of a single lecture. Its picture is shown; without a picture, a pattern made from the id. */
  readonly id: string;
  /** A lecture. If it has its own picture, that is shown instead of the series'. */
  readonly lectureId?: string;
  /** `row` for a small picture; `large` for one that fills a good part of the screen. */
  readonly size?: 'row' | 'large';
}

/** A decoration: the title is always written beside it. */
export const Cover = memo(function Cover({ id, lectureId = id, size = 'row' }: CoverProps) {
  const picture = useLivePart(
    offline.catalogue,
    ({ series, lectures }) => lectures.get(lectureId)?.cover ?? series.get(id)?.cover ?? null,
  );
  // A picture that was never loaded cannot be loaded offline: then the pattern is shown.
  const [missing, setMissing] = useState<string | null>(null);
  if (picture === null || picture === missing) {
    return <StarPattern id={id} />;
  }
  // The small picture is sharp in a row on every screen. The width of a phone needs the large one.
  const address = `${picture}-${size === 'row' ? 192 : 768}.jpg`;
  return (
    <img
      className="cover"
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => {
        setMissing(picture);
      }}
    />
  );
});
