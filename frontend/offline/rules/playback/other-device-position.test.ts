import { describe, expect, it } from 'vitest';
import { movedOnOtherDevice } from './other-device-position';
import { NO_REGISTERS } from '../join';
import type { LectureProgress } from '../lecture-progress';
import { flagsOf } from '../registers';

const HERE = { deviceId: 'here', positionMs: 60_000, knownAt: 100 };

function progress(
  change: Partial<LectureProgress> & { readonly resumePositionMs?: number },
): LectureProgress {
  const { resumePositionMs = 900_000, ...rest } = change;
  return {
    view: { lectureId: 'l', resumePositionMs, ...flagsOf(NO_REGISTERS), listenedAt: 101 },
    ...{ positionMs: resumePositionMs, positionAt: 101, positionBy: 'there' },
    ...rest,
  };
}

describe('the position of another device', () => {
  it('is offered when that device moved on since the lecture was loaded here', () => {
    expect(movedOnOtherDevice(progress({}), HERE)).toBe(900_000);
  });

  it.each([
    ['what this device did itself', progress({ positionBy: 'here' })],
    ['what was known when it was loaded', progress({ positionAt: 100 })],
    ['a place so near that it makes no difference', progress({ resumePositionMs: 69_999 })],
    ['a lecture that was finished there', progress({ resumePositionMs: 0 })],
    ['a lecture without a position', progress({ positionMs: null, positionAt: null, positionBy: null })],
    ['a lecture never touched', null],
  ])('is not offered for %s', (_what, known) => {
    expect(movedOnOtherDevice(known, HERE)).toBeNull();
  });
});
