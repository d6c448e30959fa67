/**
 * Makes a star pattern from an id. The same id always gives the same cover. A {points/step} star is in the
 * middle, and its neighbours are cut by the edges. The hash of the id gives hue and symmetry. Coordinates are
 * in a square of 100.
 */
export interface CoverPattern {
  /** Colours as CSS: a deep ground, the star's line, and its fainter neighbours'. */
  readonly ground: string;
  readonly line: string;
  readonly faint: string;
  readonly points: number;
  /** SVG path of the star in the middle. */
  readonly star: string;
  /** SVG path of the four around it. */
  readonly neighbours: string;
  /** Radius of the ring in the middle. */
  readonly ring: number;
}

/** Hue and the chroma that looks calm with it, in OKLCH. */
const palette = [
  { hue: 75, chroma: 0.055 },
  { hue: 135, chroma: 0.05 },
  { hue: 170, chroma: 0.045 },
  { hue: 215, chroma: 0.045 },
  { hue: 250, chroma: 0.05 },
  { hue: 300, chroma: 0.055 },
  { hue: 350, chroma: 0.05 },
  { hue: 30, chroma: 0.06 },
] as const;

/** Stars whose lines stay apart at the size of a list row. */
const stars = [
  { points: 8, step: 3 },
  { points: 9, step: 4 },
  { points: 10, step: 3 },
  { points: 12, step: 5 },
  { points: 7, step: 3 },
] as const;

/** FNV-1a, 32 bits: short, and spreads ids that differ in one letter. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  // A last mixing. Without it the low bits of similar ids would choose the same star.
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

/** The path of a {points/step} star. When points and step share a divisor, the path has all polygons of the star. */
function starPath(points: number, step: number, x: number, y: number, radius: number, turn: number): string {
  const corner = (index: number): string => {
    const angle = (2 * Math.PI * index) / points + turn;
    return `${(x + radius * Math.sin(angle)).toFixed(1)} ${(y - radius * Math.cos(angle)).toFixed(1)}`;
  };
  const seen = new Set<number>();
  let path = '';
  for (let first = 0; first < points; first += 1) {
    if (seen.has(first)) {
      continue;
    }
    const corners: string[] = [];
    for (let index = first; !seen.has(index); index = (index + step) % points) {
      seen.add(index);
      corners.push(corner(index));
    }
    path += `M${corners.join('L')}Z`;
  }
  return path;
}

export function coverPattern(id: string): CoverPattern {
  const seed = hash(id);
  const { hue, chroma } = palette[seed % palette.length] ?? palette[0];
  const { points, step } = stars[(seed >>> 4) % stars.length] ?? stars[0];
  const turn = (((seed >>> 8) % 16) / 16) * ((2 * Math.PI) / points);
  const colour = (lightness: number, strength: number): string =>
    `oklch(${lightness} ${(chroma * strength).toFixed(3)} ${hue})`;
  return {
    ground: colour(0.36, 1),
    line: colour(0.76, 1.6),
    faint: colour(0.54, 1.4),
    points,
    star: starPath(points, step, 50, 50, 45, turn),
    neighbours: [
      [-4, -4],
      [104, -4],
      [-4, 104],
      [104, 104],
    ]
      .map(([x, y]) => starPath(points, step, x ?? 0, y ?? 0, 40, -turn))
      .join(''),
    ring: 4 + ((seed >>> 12) % 3),
  };
}
