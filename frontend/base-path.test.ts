import { afterEach, describe, expect, it, vi } from 'vitest';
import { basePath, belowBasePath, namedForBasePath } from './base-path';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the base path', () => {
  it.each([
    ['https://durus.example/', '/'],
    ['https://durus.example/audio/durus/', '/audio/durus/'],
    ['about:blank', '/'],
  ])('of a page whose base is %s is %s', (baseURI, expected) => {
    vi.stubGlobal('document', { baseURI });
    expect(basePath()).toBe(expected);
  });

  it('of a worker is the folder of its script', () => {
    vi.stubGlobal('location', { href: 'https://durus.example/durus/sw.js' });
    expect(basePath()).toBe('/durus/');
  });

  it('is the root where there is neither page nor worker', () => {
    expect(basePath()).toBe('/');
  });

  it('keeps names of the root as they always were, and other instances apart', () => {
    expect(namedForBasePath('durus', '/')).toBe('durus');
    expect(namedForBasePath('durus', '/a/')).not.toBe(namedForBasePath('durus', '/b/'));
  });

  it('is removed from the paths below it', () => {
    expect(belowBasePath('/durus/lectures/1', '/durus/')).toBe('/lectures/1');
    expect(belowBasePath('/lectures/1', '/')).toBe('/lectures/1');
    expect(belowBasePath('/elsewhere', '/durus/')).toBe('/elsewhere');
  });
});
