import { key, translate } from '../../i18n/i18n';
import { useLivePart } from '../../ui/useLive';
import { offline } from '../../offline/index';

/** Where the sound comes from, or why there is none. */
export function useSourceLine(): string {
  const source = useLivePart(offline.player, (player) => player.source);
  const problem = useLivePart(offline.player, (player) => player.problem);
  switch (problem) {
    case 'offline':
      return translate(key`play.unavailable`);
    case 'unplayable':
      return translate(key`player.problem.unplayable`);
    case 'damaged':
      return translate(key`player.problem.damaged`);
    case null:
      break;
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
