import { offline } from '../../offline/index';
import { availability } from './availability';
import { useLive, useLivePart } from '../../ui/useLive';

/** Whether the lecture can be played now: it is on this device, or can be reached. */
export function usePlayable(lectureId: string): boolean {
  const online = useLive(offline.online);
  const download = useLivePart(offline.downloads, (all) => all.get(lectureId));
  return availability(download, online) !== 'unavailable';
}
