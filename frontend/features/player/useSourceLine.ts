import { key, translate } from '../../i18n/i18n';
import { useLive, useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';
import { formatOf } from '../catalogue/playable';
import { useBuffering } from './useBuffering';

/** Says where the sound comes from, what it waits for, or why it cannot be played. Empty while nothing is loaded. */
export function useSourceLine(): string {
  const source = useLivePart(offline.player, (player) => player.source);
  const problem = useLivePart(offline.player, (player) => player.problem);
  const lectureId = useLivePart(offline.player, (player) => player.lectureId);
  const mediaType = useLivePart(offline.catalogue, ({ lectures }) =>
    lectureId === null ? undefined : lectures.get(lectureId)?.mediaType,
  );
  const online = useLive(offline.online);
  const buffering = useBuffering();
  switch (problem) {
    case 'offline':
      return translate(key`play.unavailable`);
    case 'unavailable':
      return translate(key`player.problem.unavailable`);
    case 'gone':
      return translate(key`player.problem.gone`);
    case 'unsupported':
      return translate(key`player.problem.unsupported`, { format: formatOf(mediaType ?? '') });
    case 'unplayable':
      return translate(key`player.problem.unplayable`);
    case 'damaged':
      return translate(key`player.problem.damaged`);
    case null:
      break;
  }
  if (buffering) {
    return online ? translate(key`player.loading`) : translate(key`player.waiting`);
  }
  switch (source) {
    case 'device':
      return translate(key`player.source.device`);
    case 'network':
      return translate(key`player.source.network`);
    case null:
      return '';
  }
}
