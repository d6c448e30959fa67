import type { Accounts } from './accounts/accounts';
import type { Catalogue } from './catalogue/catalogue';
import type { Downloads } from './downloads/downloads';
import type { Record } from './outbox/record';
import { Player } from './playback/player';
import { Recorder } from './playback/recorder';
import { assemble, chooseSource } from './playback/source';
import type { Titles } from './playback/surroundings';
import type { Standings } from './standings';
import { writeSetting } from './store/settings';
import type { World } from './world';

/** The player, put in touch with what it has to know of the rest. */
export function playerOf(
  world: World,
  accounts: Accounts,
  catalogue: Catalogue,
  standings: Standings,
  downloads: Downloads,
  record: Record,
  isOnline: () => boolean,
): Player {
  let assembledUrl: string | null = null;
  const lecture = (lectureId: string): Titles | null => {
    const { view, assets } = catalogue.known.get();
    const shown = view.lectures.get(lectureId);
    const asset = assets.get(lectureId);
    return shown === undefined || asset === undefined ? null : { ...shown, assetId: asset.id };
  };
  const recorder = new Recorder(
    async (account, deeds, at) => {
      await record.write(account, deeds, at);
      await standings.settled();
    },
    world.time,
    world.onFault,
  );
  const player = new Player(
    world.media,
    world.controls,
    recorder,
    {
      account: () => accounts.current(),
      lecture,
      standing: (lectureId) => standings.of(lectureId),
      choose: (lectureId) =>
        chooseSource(downloads.of(lectureId), catalogue.known.get().assets.get(lectureId) ?? null, {
          workerAnswers: world.workerAnswers(),
          networkMayBeThere: world.network.mayBeThere(),
        }),
      assemble: async ({ download }) => {
        const assembled = await assemble(world.chunks, download, world.objectUrls);
        assembledUrl = assembled?.url ?? null;
        return assembled;
      },
      releaseAssembled: () => {
        if (assembledUrl !== null) {
          world.objectUrls.release(assembledUrl);
          assembledUrl = null;
        }
      },
      isOnline,
      remember: (lectureId, rate) => {
        const account = accounts.current();
        world.tables
          .transact(['settings'], 'write', (transaction) =>
            writeSetting(transaction, { name: 'player', account, lectureId, rate }),
          )
          .catch(world.onFault);
      },
    },
    world.page,
    world.onFault,
  );
  downloads.onRemoved((lectureId) => {
    player.sourceRemoved(lectureId);
  });
  return player;
}
