/**
 * Stands in for the module of this name in `@vaadin/component-base` (see vite.config.ts): a component's styles for
 * what is slotted into it, added once to the document or shadow root around it. By adopted sheets, because the
 * server's Content-Security-Policy forbids the `<style>` elements of the original.
 */
interface Connectable extends HTMLElement {
  connectedCallback?(): void;
}

type Constructor<T> = new (...parameters: any[]) => T; // eslint-disable-line @typescript-eslint/no-explicit-any -- a mixin needs it

const adopted = new WeakMap<Document | ShadowRoot, Set<string>>();

function adopt(styles: string, root: Document | ShadowRoot): void {
  const known = adopted.get(root) ?? new Set();
  adopted.set(root, known);
  if (!known.has(styles)) {
    known.add(styles);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets.push(sheet);
  }
}

export const SlotStylesMixin = <T extends Constructor<Connectable>>(superclass: T) =>
  class extends superclass {
    /** Overridden by components that have such styles. */
    get slotStyles(): readonly string[] {
      return [];
    }

    override connectedCallback(): void {
      super.connectedCallback?.();
      const root = this.getRootNode();
      if (root instanceof Document || root instanceof ShadowRoot) {
        for (const styles of this.slotStyles) {
          adopt(styles, root);
        }
      }
    }
  };
