import { describe, expect, it } from 'vitest';
import type { AudioAsset } from '../../rules/downloads/download';
import { isOtherAudio, isWholeFile } from './audio-responses';

function asset(mediaType: string): AudioAsset {
  return { assetId: 'asset', url: '/audio/a', sha256: '0'.repeat(64), sizeBytes: 1_000, mediaType };
}

function response(contentType: string, lengthBytes: number): Response {
  return new Response(null, {
    headers: { 'Content-Type': contentType, 'Content-Length': String(lengthBytes) },
  });
}

describe('the check of a response with the whole file', () => {
  it.each([
    ['audio/mpeg', 'audio/mpeg'],
    ['audio/ogg; codecs=opus', 'audio/ogg; codecs=opus'],
    ['audio/ogg; codecs=opus', 'audio/ogg'],
    ['audio/ogg; codecs=vorbis', 'Audio/Ogg;codecs="vorbis"'],
  ])('accepts a file of %s whose media type is %s', (mediaType, contentType) => {
    expect(isWholeFile(response(contentType, 1_000), asset(mediaType))).toBe(true);
    expect(isOtherAudio(response(contentType, 1_001), asset(mediaType))).toBe(true);
  });

  it.each(['text/html', 'application/json'])('refuses a response of type %s', (contentType) => {
    expect(isWholeFile(response(contentType, 1_000), asset('audio/ogg; codecs=opus'))).toBe(false);
    expect(isOtherAudio(response(contentType, 1_001), asset('audio/ogg; codecs=opus'))).toBe(false);
  });
});
