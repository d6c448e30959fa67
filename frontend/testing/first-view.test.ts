import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const frontend = fileURLToPath(new URL('..', import.meta.url));

/** What a start loads before Home is shown: see `index.tsx`, `offline/index.ts`, and the routes that are not lazy. */
const FIRST = [
  ...['index.tsx', 'app.tsx', 'views/@index.tsx', 'views/@layout.tsx'],
  ...['offline/index.ts', 'offline/core.ts', 'offline/platform/browser.ts', 'gateway/index.ts'],
];

/** Where a module may come from to be part of it. Whoever adds a line here looks at `bench/weight` first. */
const ALLOWED_PACKAGES = [
  '@vaadin/hilla-file-router',
  '@vaadin/hilla-react-i18n',
  'idb',
  'react',
  'react-dom',
  'react-router',
];
const ALLOWED_VIEWS = ['@index.tsx', '@layout.tsx'];
const ALLOWED_FEATURES = [
  'account',
  'catalogue',
  'downloads',
  'frame',
  'install',
  'lecture',
  'player',
  'series',
];

/** What is loaded when it is first needed. */
const LATER = [
  'features/install/InstallSteps.tsx',
  'features/lecture/LectureActions.tsx',
  'features/lecture/LectureList.tsx',
  'features/lecture/MarkBefore.tsx',
  'features/player/PlayerSheet.tsx',
  'features/player/keyboard/ShortcutHelp.tsx',
  'offline/catalogue/search.ts',
  'offline/finding.ts',
  'ui/ActionSheet.tsx',
];

/** The module specifiers that a file imports when it is evaluated: neither types nor `import()`. */
function importsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const { importClause, moduleSpecifier } = statement;
      return isOnlyTypes(importClause) ? [] : [(moduleSpecifier as ts.StringLiteral).text];
    }
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly) {
      return [(statement.moduleSpecifier as ts.StringLiteral).text];
    }
    return [];
  });
}

function isOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) {
    return false;
  }
  const named = clause.namedBindings;
  return (
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (clause.name === undefined &&
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.every(({ isTypeOnly }) => isTypeOnly))
  );
}

/** The modules of the app that a start loads, from `frontend/`, and the packages that they import. */
function firstView(): { modules: ReadonlySet<string>; packages: ReadonlySet<string> } {
  const modules = new Set(FIRST);
  const packages = new Set<string>();
  // A set also visits what is added meanwhile.
  for (const module of modules) {
    for (const specifier of importsOf(join(frontend, module))) {
      if (specifier.startsWith('.')) {
        const file = join(frontend, dirname(module), specifier);
        const found = ['.ts', '.tsx', '/index.ts'].map((ending) => file + ending).find(existsSync);
        if (found !== undefined) {
          modules.add(relative(frontend, found));
        } else if (!specifier.endsWith('.css')) {
          throw new Error(`${module} imports ${specifier}, which is not found`);
        }
      } else if (!specifier.startsWith('Frontend/')) {
        packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
      }
    }
  }
  return { modules, packages };
}

describe('the first view', () => {
  const { modules, packages } = firstView();

  it('is followed through its imports', () => {
    expect([...modules]).toContain('offline/downloads/downloads.ts');
    expect([...modules]).toContain('features/lecture/LectureListItem.tsx');
  });

  it('loads no other package', () => {
    expect([...packages].sort()).toEqual(ALLOWED_PACKAGES);
  });

  it('loads no other view, and nothing of other features', () => {
    const below = (folder: string) =>
      [...modules].flatMap((module) => new RegExp(`^${folder}/([^/]+)`).exec(module)?.[1] ?? []);
    expect(below('views').sort()).toEqual(ALLOWED_VIEWS);
    expect([...new Set(below('features'))].sort()).toEqual(ALLOWED_FEATURES);
  });

  it.each(LATER)('does not load %s', (later) => {
    expect(existsSync(join(frontend, later))).toBe(true);
    expect([...modules]).not.toContain(later);
  });

  it('loads nothing of the search’s rules', () => {
    expect([...modules].filter((module) => module.startsWith('offline/rules/search/'))).toEqual([]);
  });
});
