import { offline } from '../../offline/index';
import { key, translate } from '../../i18n/i18n';
import { AgainIcon } from '../../ui/icons';
import { useCommand } from '../../ui/useCommand';
import { useLivePart } from '../../ui/useLive';
import { PlayerNotice } from './PlayerNotice';

/** What helps against the player's problem: "Download again" of a damaged download, else "Try again"; nothing where neither does. */
export function ProblemNotice() {
  const problem = useLivePart(offline.player, (player) => player.problem);
  const lectureId = useLivePart(offline.player, (player) => player.lectureId);
  const run = useCommand();
  if (problem === null || lectureId === null || problem === 'offline' || problem === 'unsupported') {
    return null;
  }
  const isDamaged = problem === 'damaged';
  return (
    <PlayerNotice
      action={
        <>
          <AgainIcon size={18} />
          {isDamaged ? translate(key`download.again`) : translate(key`player.again`)}
        </>
      }
      onAction={() => {
        if (isDamaged) {
          run(offline.download(lectureId));
        } else {
          offline.resume();
        }
      }}
    />
  );
}
