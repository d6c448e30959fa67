import { availability } from '../catalogue/availability';
import { useLive, useLivePart } from '../../ui/useLive';
import { type LectureView, offline } from '../../offline/index';

export interface LoadedLecture {
  /** Null while nothing is loaded, or before the catalogue was read. */
  readonly lecture: LectureView | null;
  readonly playing: boolean;
  /** The lecture has no source yet, is not on this device, and there is no network. */
  readonly unavailable: boolean;
}

/** The loaded lecture and its state. The value does not change with the position. */
export function useLoadedLecture(): LoadedLecture {
  const lectureId = useLivePart(offline.player, (player) => player.lectureId);
  const state = useLivePart(offline.player, (player) => player.state);
  const hasSource = useLivePart(offline.player, (player) => player.source !== null);
  const online = useLive(offline.online);
  const download = useLivePart(offline.downloads, (all) =>
    lectureId === null ? undefined : all.get(lectureId),
  );
  const lecture = useLivePart(offline.catalogue, (catalogue) =>
    lectureId === null ? undefined : catalogue.lectures.get(lectureId),
  );
  const playing = state === 'playing' || state === 'loading';
  // The browser may have buffered minutes before the network went away.
  const mayGoOn = playing || (state === 'paused' && hasSource);
  return {
    lecture: lecture ?? null,
    playing,
    unavailable: !mayGoOn && availability(download, online) === 'unavailable',
  };
}
