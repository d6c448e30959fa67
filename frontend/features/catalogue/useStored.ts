import { useEffect, useState } from 'react';
import { type CatalogueKind, type LectureView, offline } from '../../offline/index';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';

/**
 * Has a lecture, a series or a scholar read from this device before the rest of the library has been read.
 *
 * @param id null for nothing
 * @returns false while that is under way, which takes less time than it takes to notice
 */
export function useStored(kind: CatalogueKind, id: string | null): boolean {
  const isArriving = useLivePart(offline.catalogue, ({ arriving }) => arriving !== null);
  const [read, setRead] = useState<string | null>(null);
  const run = useCommand();
  useEffect(() => {
    if (!isArriving || id === null) {
      return;
    }
    let isShown = true;
    run(
      offline.lookUp(kind, id).then(() => {
        if (isShown) {
          setRead(id);
        }
      }),
    );
    return () => {
      isShown = false;
    };
  }, [isArriving, kind, id, run]);
  return !isArriving || id === null || read === id;
}

/** A lecture, which is read from this device first where the library is still being read. */
export function useLecture(lectureId: string): LectureView | undefined {
  const lecture = useLivePart(offline.catalogue, ({ lectures }) => lectures.get(lectureId));
  useStored('lecture', lecture === undefined ? lectureId : null);
  return lecture;
}
