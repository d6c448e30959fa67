import {
  type CSSProperties,
  type FocusEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { revealRow } from './revealRow';
import { RowWindow } from './rowWindow';
import './LongList.css';

/**
 * Up to so many rows are all rendered: the browser's own search finds them, and screen readers know them all. They are
 * some 1,300 elements, which every phone lays out within a frame or two.
 */
export const ALL_RENDERED = 100;

/** What a row's `<li>` has to be given. */
export interface RowPlace {
  readonly 'data-row': string;
  /** The place among all rows, from 1, and their number, where not all of them are rendered. */
  readonly 'aria-posinset'?: number;
  readonly 'aria-setsize'?: number;
  readonly style?: CSSProperties | undefined;
}

export interface LongListHandle {
  /** Scrolls to a row, unless it is seen already. @param onRevealed is called with it once it is rendered */
  readonly reveal: (id: string, onRevealed?: (row: HTMLElement) => void) => void;
}

interface LongListProps {
  /** Distinguishes this list from others, so that coming back to it finds it as it was left. */
  readonly name: string;
  readonly ids: readonly string[];
  /** True where the order of the rows means something. */
  readonly ordered?: boolean;
  readonly className?: string;
  /** Renders a row as one `<li>`, which gets `place`. */
  readonly row: (id: string, place: RowPlace) => ReactNode;
  readonly ref?: Ref<LongListHandle>;
}

/**
 * A list of any length. Of more than `ALL_RENDERED` rows only those near the viewport are rendered (decision 0051).
 * Printing renders all of them.
 */
export function LongList({ ids, ...props }: LongListProps) {
  return ids.length > ALL_RENDERED ? (
    <WindowedList key={props.name} ids={ids} {...props} />
  ) : (
    <WholeList ids={ids} {...props} />
  );
}

function WholeList({ ids, ordered = false, className, row, ref }: LongListProps) {
  const List = ordered ? 'ol' : 'ul';
  const list = useRef<HTMLOListElement & HTMLUListElement>(null);
  useImperativeHandle(ref, () => ({
    reveal: (id, onRevealed = () => undefined) => {
      const found = [...(list.current?.children ?? [])].find(
        (one) => one instanceof HTMLElement && one.dataset.row === id,
      );
      if (found instanceof HTMLElement) {
        revealRow(found);
        onRevealed(found);
      }
    },
  }));
  return (
    <List ref={list} className={className}>
      {ids.map((id) => row(id, { 'data-row': id }))}
    </List>
  );
}

function WindowedList({ name, ids, ordered = false, className, row, ref }: LongListProps) {
  const List = ordered ? 'ol' : 'ul';
  const [rowWindow] = useState(() => new RowWindow(name, ids));
  const { rows, restPx } = useSyncExternalStore(rowWindow.subscribe, rowWindow.get);
  useLayoutEffect(() => {
    rowWindow.rendered(ids);
  });
  useImperativeHandle(ref, () => ({
    reveal: (id, onRevealed) => {
      rowWindow.reveal(id, onRevealed);
    },
  }));
  return (
    <List
      ref={rowWindow.attach}
      className={className === undefined ? 'long-list' : `long-list ${className}`}
      style={{ paddingBlockEnd: restPx }}
      onFocus={({ target }: FocusEvent) => {
        rowWindow.focus(target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null);
      }}
      onBlur={({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) {
          rowWindow.focus(null);
        }
      }}
    >
      {rows.map(({ index, gapPx }) => {
        const id = ids[index];
        return id === undefined
          ? null
          : row(id, {
              ...{ 'data-row': id, 'aria-posinset': index + 1, 'aria-setsize': ids.length },
              style: gapPx > 0 ? { marginBlockStart: gapPx } : undefined,
            });
      })}
    </List>
  );
}
