import { useState } from 'react';
import { formatClock, formatMoment } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { offline, type PlaceCause } from '../../offline/index';
import { type Action, ActionSheet } from '../../ui/ActionSheet';
import { UndoIcon } from '../../ui/icons';
import { useLivePart } from '../../ui/useLive';
import { joined } from '../catalogue/lectureLine';

function wordsOf(cause: PlaceCause): string {
  switch (cause) {
    case 'jump':
      return translate(key`places.jump`);
    case 'other-device':
      return translate(key`places.elsewhere`);
    case 'restored':
      return translate(key`places.restored`);
    case 'guest':
      return translate(key`places.guest`);
  }
}

/**
 * "Earlier places", which opens the places of a lecture that the listener left: "55:00 · before a jump · Nov 29, 2026,
 * 5:04 PM". A tap goes back there. Nothing where there are none.
 */
export function EarlierPlaces({ lectureId }: { readonly lectureId: string }) {
  const [open, setOpen] = useState(false);
  const places = useLivePart(offline.earlierPlaces, (all) => all.get(lectureId));
  if (places === undefined) {
    return null;
  }
  const locale = currentLocale();
  const actions = places.map(({ positionMs, leftAt, cause }): Action => ({
    words: joined(formatClock(locale, positionMs), wordsOf(cause), formatMoment(locale, leftAt)),
    glyph: <UndoIcon />,
    act: () => {
      offline.goToPlace(lectureId, positionMs);
    },
  }));
  return (
    <>
      <button
        type="button"
        className="text-link"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        {translate(key`places.title`)}
      </button>
      {open && (
        <ActionSheet
          title={translate(key`places.title`)}
          actions={actions}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
