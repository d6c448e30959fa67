import { type ReactNode, useRef } from 'react';
import { BackIcon, ForwardIcon } from '../icons';
import { fadingClass, useScrollEdges } from './useScrollEdges';
import './rail.css';

/** A tap on an arrow scrolls by this part of what is seen. */
const STEP = 0.8;

interface RailProps {
  readonly className: string;
  /** `<li>` elements in one line. */
  readonly children: ReactNode;
}

/**
 * A list in one line that scrolls sideways, and shows that it does: it fades where something is hidden. For a mouse there
 * are arrows. Fingers, keys and screen readers scroll by themselves, so the arrows are hidden from these.
 */
export function Rail({ className, children }: RailProps) {
  const list = useRef<HTMLUListElement>(null);
  const edges = useScrollEdges(list);
  const scroll = (direction: 1 | -1) => () => {
    const element = list.current;
    if (element !== null) {
      const forward = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
      element.scrollBy({ left: direction * forward * element.clientWidth * STEP });
    }
  };
  return (
    <div className="rail">
      <ul ref={list} className={`${className} ${fadingClass(edges)}`}>
        {children}
      </ul>
      {edges.before && (
        <button
          type="button"
          className="rail-arrow rail-arrow-before"
          aria-hidden="true"
          tabIndex={-1}
          onClick={scroll(-1)}
        >
          <BackIcon />
        </button>
      )}
      {edges.after && (
        <button
          type="button"
          className="rail-arrow rail-arrow-after"
          aria-hidden="true"
          tabIndex={-1}
          onClick={scroll(1)}
        >
          <ForwardIcon />
        </button>
      )}
    </div>
  );
}
