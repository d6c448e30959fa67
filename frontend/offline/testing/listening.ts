import { HOUR_MS, type Core, type CoreHarness } from './core-harness';
import { catalogueWith } from './scripted-server';

/** Lectures of an hour each: `lecture-1` and the following ones are one series; `lecture-9` is in another series. */
export function withSeries(device: CoreHarness, count: number): void {
  const lectures = [...Array.from({ length: count }, (_, n) => n + 1), 9].map((n) => ({
    ...{ lectureId: `lecture-${n}`, assetId: `asset-${n}`, sha256: String(n).repeat(64) },
    ...{ sizeBytes: 1000, durationMs: HOUR_MS },
  }));
  const { series, ...rest } = catalogueWith(lectures);
  device.server.catalogue = {
    ...rest,
    series: [...series, { id: 'other', scholarId: 'scholar', title: 'Another Series', published: true }],
    lectures: rest.lectures.map((one) => (one.id === 'lecture-9' ? { ...one, seriesId: 'other' } : one)),
  };
}

/** Loads a lecture at the listener's position, and plays it. */
export function play(device: CoreHarness, core: Core, lectureId = 'lecture-1'): void {
  core.play(lectureId);
  begin(device);
}

/** Makes the requested lecture load and play. */
export function begin({ world: { media } }: CoreHarness): void {
  media.loaded(HOUR_MS);
  if (media.asked.at(-1)?.startsWith('seek') === true) {
    media.tell('seeked');
  }
  media.tell('playing');
}

/** Plays for this many seconds, with one tick each. */
export function listen({ world: { media, time } }: CoreHarness, seconds: number): void {
  const fromMs = media.positionNowMs;
  for (let second = 1; second <= seconds; second++) {
    time.advance(1_000);
    media.playTo(fromMs + second * 1_000);
  }
}
