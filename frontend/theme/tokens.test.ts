import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function source(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const css = source('./tokens.css');

/** A token's colours, light then dark. */
function colours(token: string): readonly [string, string] {
  const match = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (!match?.[1] || !match[2]) {
    throw new Error(`--${token} is not in tokens.css`);
  }
  return [match[1], match[2]];
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'raised', 'accent-soft'] as const;
const inks = ['ink', 'ink-second', 'accent', 'gold', 'danger'] as const;
const texts = [
  ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
  ['on-accent', 'accent'],
  ['ink-second', 'line'],
] as const;
const controls = [
  ['line-strong', 'paper'],
  ['line-strong', 'raised'],
] as const;

describe('the contrast (WCAG 2.2 AA)', () => {
  it.each(texts)('of text in %s on %s is at least 4.5', (ink, ground) => {
    for (const scheme of [0, 1] as const) {
      expect(contrast(colours(ink)[scheme], colours(ground)[scheme])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(controls)('of the edge %s on %s is at least 3', (edge, ground) => {
    for (const scheme of [0, 1] as const) {
      expect(contrast(colours(edge)[scheme], colours(ground)[scheme])).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('the copy of a colour where CSS cannot be read', () => {
  const [light, dark] = colours('paper');
  const [accent] = colours('accent');

  it.each([
    ['theme.ts', './theme.ts', `dark ? '${dark}' : '${light}'`],
    ['index.html, in light', '../index.html', `media="(prefers-color-scheme: light)" content="${light}"`],
    ['index.html, in dark', '../index.html', `media="(prefers-color-scheme: dark)" content="${dark}"`],
    ['the manifest, behind the app', '../public/manifest.webmanifest', `"background_color": "${light}"`],
    ['the manifest, around the app', '../public/manifest.webmanifest', `"theme_color": "${light}"`],
    ['make-icons.sh', './make-icons.sh', `fill="${accent}"`],
    ['the drawn icon', '../public/icons/star.svg', `fill="${accent}"`],
  ])('in %s equals the one in tokens.css', (_, path, copy) => {
    expect(source(path)).toContain(copy);
  });
});
