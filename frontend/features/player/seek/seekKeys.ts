/** How far one press of an arrow goes, and one of Page Up or Page Down. */
const arrowMs = 5_000;
const pageMs = 60_000;

/**
 * The position in milliseconds to which a key seeks. Arrows go 5 s along the direction of reading, Page Up and Page
 * Down a minute, Home and End to the ends. Null for other keys.
 */
export function seekByKey(
  pressed: string,
  direction: 'ltr' | 'rtl',
  positionMs: number,
  durationMs: number,
): number | null {
  const towardsRight = direction === 'ltr' ? arrowMs : -arrowMs;
  const target = (): number | null => {
    switch (pressed) {
      case 'ArrowRight':
        return positionMs + towardsRight;
      case 'ArrowLeft':
        return positionMs - towardsRight;
      case 'ArrowUp':
        return positionMs + arrowMs;
      case 'ArrowDown':
        return positionMs - arrowMs;
      case 'PageUp':
        return positionMs + pageMs;
      case 'PageDown':
        return positionMs - pageMs;
      case 'Home':
        return 0;
      case 'End':
        return durationMs;
      default:
        return null;
    }
  };
  const wanted = target();
  return wanted === null ? null : Math.min(durationMs, Math.max(0, wanted));
}
