import type { CurrentSession } from './accounts/current-session';
import type { Catalogue } from './catalogue/catalogue';
import type { Changes } from './live/changes';
import type { Downloads } from './downloads/downloads';
import type { AudioSource } from './downloads/transfer/fetch-chunk';
import type { WriteQueue } from './outbox/write-queue';
import { followMediaCommands } from './playback/lock-screen/media-commands';
import { MeasuredMedia } from './playback/media/measured-media';
import { MediaController } from './playback/media/media-controller';
import { OtherDevicePosition } from './playback/elsewhere/other-device-position';
import { PlayedElsewhere } from './playback/elsewhere/played-elsewhere';
import { letOneTabPlay } from './playback/elsewhere/playing-tab';
import { SeekUndo } from './playback/places/seek-undo';
import { LockScreen } from './playback/lock-screen/lock-screen';
import { Playback, type PlaybackParts } from './playback/playback';
import { Player } from './playback/player';
import { Preferences } from './playback/settings/preferences';
import { Recorder } from './playback/recorder';
import { SleepTimer } from './playback/sleep-timer';
import { assemble, chooseSource } from './playback/source/source';
import type { PlayerDependencies, Titles } from './playback/player-dependencies';
import { UpNext } from './playback/up-next';
import type { ProgressStore } from './progress-store';
import type { Reachability } from './reachability';
import { writeSetting } from './storage/settings';
import type { World } from './world';

/** The parts of the core that playback uses. */
export interface PlaybackSurroundings {
  readonly session: CurrentSession;
  readonly changes: Changes;
  readonly catalogue: Catalogue;
  readonly progressStore: ProgressStore;
  readonly downloads: Downloads;
  readonly writeQueue: WriteQueue;
  readonly reachability: Reachability;
  readonly audioSource: Pick<AudioSource, 'status'>;
}

/** Playback, and the parts of it whose values views read. */
export interface CreatedPlayback extends Omit<PlaybackParts, 'session' | 'tables' | 'speedKey' | 'placesOf'> {
  readonly playback: Playback;
}

/** Creates the player with everything that belongs to playback, and connects it to the rest of the core. */
export function createPlayback(world: World, surroundings: PlaybackSurroundings): CreatedPlayback {
  const { session, changes, catalogue, progressStore, downloads, writeQueue } = surroundings;
  const { online } = surroundings.reachability;
  const { controls, tables, time, random, page, onFault } = world;
  const media = new MeasuredMedia(world.media);
  const lecture = (lectureId: string): Titles | null => {
    const { view, assets } = catalogue.known.get();
    const shown = view.lectures.get(lectureId);
    const asset = assets.get(lectureId);
    return shown === undefined || asset === undefined ? null : { ...shown, assetId: asset.id };
  };
  const seriesId = (lectureId: string) => catalogue.view.get().lectures.get(lectureId)?.seriesId ?? null;
  const speedKey = (lectureId: string) => seriesId(lectureId) ?? lectureId;
  const progressOf = (lectureId: string) => progressStore.of(lectureId);
  const sources = sourcesOf(world, surroundings);
  const recorder = new Recorder(writeQueue, time, onFault);
  const preferences = new Preferences(tables, changes, onFault);
  const dependencies: PlayerDependencies = {
    ...sources,
    ...{ lecture, progressOf },
    account: () => session.account,
    now: () => progressStore.stampedAt(time.now()),
    rateOf: (lectureId) => preferences.rateOf(speedKey(lectureId)),
    goesOnWith: () =>
      sleep.endsWithLecture() || !preferences.view.get().autoPlay ? null : upNext.view.get().next,
    onOnline: (callback) => {
      online.subscribe(() => {
        if (online.get()) {
          callback();
        }
      });
    },
    remember: (lectureId, rate) => {
      const { account } = session;
      tables
        .transact(['settings'], 'write', (transaction) =>
          writeSetting(transaction, { name: 'player', account, lectureId, rate }),
        )
        .catch(onFault);
    },
  };
  const player = new Player(
    new MediaController(media, recorder, dependencies, time, page, onFault),
    recorder,
    dependencies,
  );
  const upNext = new UpNext({
    ...{ session, tables, changes, onFault },
    player: player.view,
    lectures: {
      seriesOf: (lectureId) => catalogue.view.get().series.get(seriesId(lectureId) ?? '')?.lectureIds ?? [],
      isPlayable: (lectureId) =>
        ['source', 'assemble'].includes(sources.choose(lectureId).kind) &&
        (downloads.of(lectureId)?.state === 'ready' || online.get()),
      onChange: (callback) => {
        for (const live of [catalogue.known, downloads.view, online]) {
          live.subscribe(callback);
        }
      },
    },
  });
  const sleep = new SleepTimer(media, player.view, time);
  const seekUndo = new SeekUndo(player.view, time, page);
  const otherDevicePosition = new OtherDevicePosition(
    player.view,
    progressStore.view,
    progressOf,
    progressStore.thisDevice,
  );
  const playedElsewhere = new PlayedElsewhere({
    ...{ player: player.view, progress: progressStore.view, time, now: dependencies.now },
    latest: () => progressStore.latestElsewhere(),
  });
  const placesOf = (lectureId: string) => progressStore.places.get().get(lectureId) ?? [];
  const parts = { player, upNext, sleep, seekUndo, otherDevicePosition, playedElsewhere, preferences };
  const playback = new Playback({ ...parts, session, tables, speedKey, placesOf });
  letOneTabPlay({ ...{ player: player.view, changes, time, random }, pause: playback.pause });
  followMediaCommands(controls, playback, preferences.view.get);
  progressStore.view.subscribe(() => {
    player.reread();
  });
  downloads.onRemoved((lectureId) => {
    player.sourceRemoved(lectureId);
  });
  new LockScreen(controls, player.view, lecture, time).follow();
  return { ...parts, playback };
}

/** Where a lecture is played from, and what is known of it when that fails. */
function sourcesOf(
  world: World,
  { catalogue, downloads, reachability, audioSource }: PlaybackSurroundings,
): Pick<
  PlayerDependencies,
  'choose' | 'assemble' | 'release' | 'mayBeThere' | 'statusOf' | 'onReceived' | 'isDamaged'
> {
  return {
    mayBeThere: world.network.mayBeThere,
    statusOf: async (url) => {
      const status = await audioSource.status(url);
      if (status === null) {
        reachability.unanswered();
      } else {
        reachability.answered();
      }
      return status;
    },
    onReceived: () => {
      reachability.answered();
    },
    isDamaged: (url) => downloads.isDamaged(url),
    choose: (lectureId) =>
      chooseSource(downloads.of(lectureId), catalogue.known.get().assets.get(lectureId) ?? null, {
        workerAnswers: world.workerAnswers(),
        networkMayBeThere: world.network.mayBeThere(),
        canPlay: world.media.canPlay,
      }),
    assemble: ({ download }) => assemble(world.chunks, download, world.objectUrls),
    release: ({ url }) => {
      world.objectUrls.release(url);
    },
  };
}
