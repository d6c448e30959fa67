import { type RefObject, useEffect, useState } from 'react';

/** Whether something is hidden before the start and after the end of what scrolls sideways. */
export interface ScrollEdges {
  readonly before: boolean;
  readonly after: boolean;
}

const NOTHING_HIDDEN: ScrollEdges = { before: false, after: false };

/** Follows the scroll position of an element, in the direction of reading. */
export function useScrollEdges(scroller: RefObject<HTMLElement | null>): ScrollEdges {
  const [edges, setEdges] = useState(NOTHING_HIDDEN);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return undefined;
    }
    const look = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      // From right to left the position is negative. Zoomed pages have fractions of pixels.
      const atPx = Math.abs(scrollLeft);
      const before = atPx > 1;
      const after = atPx < scrollWidth - clientWidth - 1;
      setEdges((now) => (now.before === before && now.after === after ? now : { before, after }));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    // More may come in: its children change the width of what scrolls, not of the element.
    const contents = new MutationObserver(look);
    contents.observe(element, { childList: true });
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      contents.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  return edges;
}

/** The class of an element that fades where something is hidden (`rail.css`). */
export function fadingClass({ before, after }: ScrollEdges): string {
  return `rail-fading${before ? ' rail-before' : ''}${after ? ' rail-after' : ''}`;
}
