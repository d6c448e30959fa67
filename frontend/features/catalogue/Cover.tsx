import { memo, useState } from 'react';
import { offline } from '../../offline/index';
import '../../covers/Cover.css';
import { StarPattern } from '../../covers/StarPattern';
import { useLivePart } from '../../ui/useLive';

interface CoverProps {
  /** Whose picture it is, and what a pattern is drawn from without one: a series, or a lecture that stands alone. */
  readonly id: string;
  /** A lecture whose own picture, if it has one, goes before its series'. */
  readonly lectureId?: string;
  /** `row` for a small picture; `large` for one that fills a good part of the screen. */
  readonly size?: 'row' | 'large';
}

/** Decoration: what it stands for is always written beside it. */
export const Cover = memo(function Cover({ id, lectureId = id, size = 'row' }: CoverProps) {
  const picture = useLivePart(
    offline.catalogue,
    ({ series, lectures }) => lectures.get(lectureId)?.cover ?? series.get(id)?.cover ?? null,
  );
  // Never seen before and offline: the pattern stands in for it.
  const [missing, setMissing] = useState<string | null>(null);
  if (picture === null || picture === missing) {
    return <StarPattern id={id} />;
  }
  // Small pictures are sharp on every screen at the size of a row; a phone's whole width needs the large one.
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
