/** The lowest part of the viewport is under what is docked there. */
const SEEN_PART = 0.8;

/** Scrolls a row into the middle of the viewport, unless it is seen already. */
export function revealRow(row: HTMLElement): void {
  const { top, bottom } = row.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight * SEEN_PART) {
    row.scrollIntoView({ block: 'center' });
  }
}
