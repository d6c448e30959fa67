import { type PointerEvent, type RefObject, useRef } from 'react';
import { closes, draggedTo } from './swipe';

interface Drag {
  readonly startPx: number;
  readonly startAt: number;
}

/**
 * Handlers for the head of a sheet. The sheet follows a touch that drags it down, and closes after a long or fast drag.
 * Buttons in the head still work. Without touch there are the close button and Escape.
 */
export function useSwipeDown(sheet: RefObject<HTMLElement | null>, close: () => void) {
  const drag = useRef<Drag | null>(null);
  const place = (px: number | null) => {
    if (sheet.current !== null) {
      sheet.current.style.translate = px === null ? '' : `0 ${px}px`;
    }
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === 'touch' && event.isPrimary) {
        drag.current = { startPx: event.clientY, startAt: event.timeStamp };
      }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag.current !== null) {
        const draggedPx = draggedTo(drag.current.startPx, event.clientY);
        if (draggedPx > 8 && !event.currentTarget.hasPointerCapture(event.pointerId)) {
          // From here on the touch is a drag and no tap on a button.
          event.currentTarget.setPointerCapture(event.pointerId);
        }
        place(draggedPx);
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { current } = drag;
      drag.current = null;
      place(null);
      if (
        current !== null &&
        closes(draggedTo(current.startPx, event.clientY), event.timeStamp - current.startAt)
      ) {
        close();
      }
    },
    onPointerCancel: () => {
      drag.current = null;
      place(null);
    },
  };
}
