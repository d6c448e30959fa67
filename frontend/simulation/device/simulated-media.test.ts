import { expect, it } from 'vitest';
import { settled } from '../../offline/testing/activity';
import { Lifetime } from './lifetime';
import { PendingWork } from './pending-work';
import { SimulatedMedia } from './simulated-media';
import { audioUrlOf, lectureNumber } from '../catalogue';

async function playingLecture(): Promise<SimulatedMedia> {
  const playing = new SimulatedMedia(new Lifetime(() => undefined), new PendingWork());
  playing.load(audioUrlOf(lectureNumber(0)));
  await settled();
  await playing.play();
  await settled();
  return playing;
}

it('playback at the end lasts only as long as the rest of the lecture', async () => {
  const playing = await playingLecture();
  expect(playing.heardIn(1_000)).toBe(1_000);
  playing.seek(lectureNumber(0).durationMs - 300);
  expect(playing.heardIn(1_000)).toBe(300);
  playing.goOn(1_000);
  expect(playing.positionMs()).toBe(lectureNumber(0).durationMs);
  expect(playing.heardIn(1_000)).toBe(0);
});

it('a seek beyond the end plays nothing more', async () => {
  const playing = await playingLecture();
  playing.seek(lectureNumber(3).durationMs);
  expect(playing.heardIn(1_000)).toBe(0);
});
