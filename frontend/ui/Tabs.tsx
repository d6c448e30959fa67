import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { fadingClass, useScrollEdges } from './rail/useScrollEdges';
import './rail/rail.css';
import './Tabs.css';

interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
}

interface TabsProps<Name extends string> {
  /** The name of the list, for screen readers. */
  readonly label: string;
  readonly tabs: ReadonlyArray<Tab<Name>>;
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
  /** The content of the chosen tab. */
  readonly children: ReactNode;
}

/** Tabs by WAI-ARIA's practices: one stop for the Tab key; arrows in the direction of reading, Home and End choose. */
export function Tabs<Name extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const edges = useScrollEdges(list);
  const move = (event: KeyboardEvent) => {
    const here = tabs.findIndex(({ name }) => name === chosen);
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const targets: Readonly<Record<string, number>> = {
      [forward]: (here + 1) % tabs.length,
      [backward]: (here + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const tab = target === undefined ? undefined : tabs[target];
    if (target !== undefined && tab !== undefined) {
      event.preventDefault();
      onChoose(tab.name);
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus();
    }
  };
  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className={`tab-list ${fadingClass(edges)}`}
        onKeyDown={move}
      >
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            className="pill-button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => {
              onChoose(name);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </>
  );
}
