import { describe, expect, it } from 'vitest';
import { newPlaybackSampler, observe, type Sample, type Observation } from './playback-sampler';

const HOUR_MS = 3_600_000;

/** Plays a script of (seconds, observation) and answers all notes. */
function samplesOf(script: ReadonlyArray<readonly [number, Observation]>, durationMs = HOUR_MS): Sample[] {
  let sampler = newPlaybackSampler(durationMs);
  return script.flatMap(([seconds, observation]) => {
    const step = observe(sampler, observation, seconds * 1000);
    sampler = step.sampler;
    return [...step.samples];
  });
}

const resumed = (positionMs: number): Observation => ({ kind: 'resumed', positionMs });
const played = (positionMs: number): Observation => ({ kind: 'played', positionMs });
const rested = (positionMs: number): Observation => ({ kind: 'rested', positionMs });

describe('the playback sampler', () => {
  it('C4: emits nothing before the resume seek has completed', () => {
    expect(
      samplesOf([
        [40, played(5_000)],
        [41, rested(5_000)],
        [42, { kind: 'ended', positionMs: 0 }],
      ]),
    ).toEqual([]);
  });

  it('C3: keeps a position every few seconds and offers one at most every 30 s of playback', () => {
    const script = Array.from({ length: 65 }, (_, n) => [n, played(n * 1000)] as const);
    const samples = samplesOf([[0, resumed(0)], ...script]);
    expect(samples.filter(({ kind }) => kind === 'offer')).toEqual([
      { kind: 'offer', positionMs: 30_000 },
      { kind: 'offer', positionMs: 60_000 },
    ]);
    expect(samples.filter(({ kind }) => kind === 'keep').length).toBeGreaterThanOrEqual(14);
  });

  it('C3: continues to keep and offer positions when the clock is set back', () => {
    const script = Array.from({ length: 40 }, (_, n) => [n - 36_000, played(n * 1000)] as const);
    const samples = samplesOf([[0, resumed(0)], ...script]);
    expect(samples.some(({ kind }) => kind === 'keep')).toBe(true);
    expect(samples.some(({ kind }) => kind === 'offer')).toBe(true);
  });

  it('C3: writes nothing when the page of a paused player is shown and hidden again', () => {
    const paused = [
      [0, resumed(9_000)],
      [5, played(14_000)],
      [6, rested(15_000)],
    ] as const;
    expect(samplesOf(paused).at(-1)).toEqual({ kind: 'offer', positionMs: 15_000 });
    expect(samplesOf([...paused, [900, rested(15_000)], [990, rested(15_000)]])).toEqual(samplesOf(paused));
  });

  it('C3: writes a pause right after a seek, and ignores a difference that comes from rounding', () => {
    const sought = [
      [0, resumed(1_400)],
      [1, { kind: 'sought', positionMs: 5_638 }],
    ] as const;
    expect(samplesOf([...sought, [1.3, rested(5_850)]])).toEqual([
      { kind: 'offer', positionMs: 5_638 },
      { kind: 'offer', positionMs: 5_850 },
    ]);
    expect(samplesOf([...sought, [1.3, rested(5_651)]])).toEqual(samplesOf(sought));
  });

  it('C3: writes nothing when a paused player corrects its position', () => {
    const paused = [
      [0, resumed(0)],
      [1, played(1_000)],
      [2, rested(2_000)],
    ] as const;
    expect(samplesOf([...paused, [900, rested(2_120)]])).toEqual(samplesOf(paused));
  });

  it('C3: measures the intervals from when playback resumed, not from the pause', () => {
    const samples = samplesOf([
      [0, resumed(0)],
      [9, played(9_000)],
      [10, rested(10_000)],
      [900, played(10_300)],
      [901, played(11_300)],
      [905, played(15_300)],
      [930, played(40_300)],
    ]);
    expect(samples).toEqual([
      { kind: 'keep', positionMs: 9_000 },
      { kind: 'offer', positionMs: 10_000 },
      { kind: 'keep', positionMs: 15_300 },
      { kind: 'offer', positionMs: 40_300 },
    ]);
  });

  it('C3, C4: records a seek of the listener during the resume seek, and nothing else', () => {
    expect(
      samplesOf([
        [0, played(500)],
        [1, { kind: 'sought', positionMs: 600_000 }],
        [2, rested(700)],
        [3, resumed(600_000)],
        [4, rested(600_000)],
      ]),
    ).toEqual([{ kind: 'offer', positionMs: 600_000 }]);
  });

  it('C3: writes nothing when playback only resumes', () => {
    expect(
      samplesOf([
        [0, resumed(9_000)],
        [60, rested(9_000)],
      ]),
    ).toEqual([]);
  });

  it('C3: offers a seek of the listener at once', () => {
    expect(
      samplesOf([
        [0, resumed(0)],
        [1, { kind: 'sought', positionMs: 600_000 }],
      ]),
    ).toEqual([{ kind: 'offer', positionMs: 600_000 }]);
  });

  it('C4: completes the lecture once when playback reaches the end margin', () => {
    const samples = samplesOf([
      [0, resumed(HOUR_MS - 12_000)],
      [2, played(HOUR_MS - 10_000)],
      [3, played(HOUR_MS - 9_000)],
      [12, { kind: 'ended', positionMs: HOUR_MS }],
    ]);
    expect(samples.filter(({ kind }) => kind === 'complete')).toHaveLength(1);
    expect(samples[0]).toEqual({ kind: 'offer', positionMs: HOUR_MS - 10_000 });
  });

  it('C4: completes nothing after a seek into the end margin, but completes when playback continues to the end', () => {
    const sought = [
      [0, resumed(0)],
      [1, { kind: 'sought', positionMs: HOUR_MS - 5_000 }],
      [2, played(HOUR_MS - 4_000)],
    ] as const;
    expect(samplesOf(sought).some(({ kind }) => kind === 'complete')).toBe(false);
    expect(samplesOf([...sought, [6, { kind: 'ended', positionMs: HOUR_MS }]]).at(-1)).toEqual({
      kind: 'complete',
    });
  });

  it('C4: completes nothing after a seek to the very end without playback there, and writes nothing of it', () => {
    const samples = samplesOf([
      [0, resumed(0)],
      [1, { kind: 'sought', positionMs: HOUR_MS }],
      [2, { kind: 'ended', positionMs: HOUR_MS }],
    ]);
    expect(samples).toEqual([]);
  });

  it('C4: a seek to the far end writes what was heard last, and nothing of the end, whatever follows', () => {
    const touched = [
      [0, resumed(3_300_000)],
      [2, played(3_302_000)],
      [3, { kind: 'sought', positionMs: HOUR_MS }],
    ] as const;
    const heard = [{ kind: 'offer', positionMs: 3_302_000 }];
    expect(samplesOf(touched)).toEqual(heard);
    for (const next of [rested(HOUR_MS), { kind: 'ended', positionMs: HOUR_MS }, played(HOUR_MS)] as const) {
      expect(samplesOf([...touched, [40, next]])).toEqual(heard);
    }
  });

  it('C4: what is heard after a seek into the end margin is a position once playback has ended there', () => {
    const heard = [
      [0, resumed(0)],
      [1, { kind: 'sought', positionMs: HOUR_MS - 9_000 }],
      [6, played(HOUR_MS - 4_000)],
      [7, rested(HOUR_MS - 3_000)],
    ] as const;
    expect(samplesOf(heard)).toEqual([]);
    expect(samplesOf([...heard, [12, { kind: 'ended', positionMs: HOUR_MS }]])).toEqual([
      { kind: 'offer', positionMs: HOUR_MS },
      { kind: 'complete' },
    ]);
  });

  it('C4: a pause right after playback came into the end margin completes as well', () => {
    expect(
      samplesOf([
        [0, resumed(HOUR_MS - 12_000)],
        [1, played(HOUR_MS - 11_000)],
        [3, rested(HOUR_MS - 9_000)],
      ]),
    ).toEqual([{ kind: 'offer', positionMs: HOUR_MS - 9_000 }, { kind: 'complete' }]);
  });

  it('C3: writes a seek back to the last offered position, so that a position kept in between does not win', () => {
    const samples = samplesOf([
      [0, resumed(0)],
      [4, played(4_000)],
      [5, { kind: 'sought', positionMs: 0 }],
    ]);
    expect(samples).toEqual([
      { kind: 'keep', positionMs: 4_000 },
      { kind: 'offer', positionMs: 0 },
    ]);
  });

  it('C4: completes nothing when the media ends well before the known duration', () => {
    expect(
      samplesOf([
        [0, resumed(0)],
        [9, played(9_000)],
        [10, { kind: 'ended', positionMs: 10_000 }],
      ]),
    ).toEqual([
      { kind: 'keep', positionMs: 9_000 },
      { kind: 'offer', positionMs: 10_000 },
    ]);
  });

  it('C4: never emits position 0 at the end', () => {
    const samples = samplesOf([
      [0, resumed(0)],
      [3, played(3_000)],
      [4, { kind: 'ended', positionMs: 0 }],
    ]);
    expect(samples).toEqual([{ kind: 'offer', positionMs: 3_000 }]);
  });

  it('C4: completes nothing while the duration is unknown', () => {
    expect(
      samplesOf(
        [
          [0, resumed(0)],
          [1, played(1_000)],
        ],
        0,
      ),
    ).toEqual([]);
  });
});
