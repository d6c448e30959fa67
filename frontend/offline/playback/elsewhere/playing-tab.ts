import type { Changes } from '../../live/changes';
import type { RandomSource, Time } from '../../ports';
import type { Live, PlayerView } from '../../types';

/** Tabs that began within this time tell each other about it at once; of these the later one plays. */
const AT_ONCE_MS = 2_000;

/** What the rule needs of the rest. */
export interface PlayingTabDependencies {
  readonly player: Live<PlayerView>;
  readonly pause: () => void;
  readonly changes: Changes;
  readonly time: Pick<Time, 'now'>;
  readonly random: Pick<RandomSource, 'newId'>;
}

/**
 * Only one tab of a browser plays: the one that began last. It tells the others. A tab that plays then pauses, which
 * writes its position. No tab waits for another: a frozen one cannot play, and gets the message when it thaws.
 */
export function letOneTabPlay({ player, pause, changes, time, random }: PlayingTabDependencies): void {
  const tabId = random.newId();
  let beganAt: number | null = null;
  player.subscribe(() => {
    const { state } = player.get();
    if (state !== 'playing' && state !== 'loading') {
      beganAt = null;
    } else if (beganAt === null) {
      beganAt = time.now();
      changes.publishElsewhere({ kind: 'playing', tabId, beganAt });
    }
  });
  changes.onChange((change) => {
    if (change.kind !== 'playing' || beganAt === null) {
      return;
    }
    // A greater difference means that the clock was set back since this tab began. Then the message is the later one.
    const aheadMs = beganAt - change.beganAt;
    const isLater = aheadMs === 0 ? tabId > change.tabId : aheadMs > 0 && aheadMs < AT_ONCE_MS;
    if (!isLater) {
      pause();
    }
  });
}
