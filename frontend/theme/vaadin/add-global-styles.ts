/**
 * Stands in for the module of this name in `@vaadin/component-base` (see vite.config.ts), which adds a `<style>`
 * element: the server's Content-Security-Policy forbids inline styles. An adopted sheet does the same.
 */
export function addGlobalStyles(_id: string, ...styles: ReadonlyArray<{ toString(): string }>): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles.map((style) => style.toString()).join('\n'));
  document.adoptedStyleSheets.unshift(sheet);
}
