import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { expect, it } from 'vitest';

const FILE = fileURLToPath(new URL('../../server/deployment/Containerfile', import.meta.url));

const STRICT = {
  deprecatedMaintainer: ValidationSeverity.ERROR,
  directiveCasing: ValidationSeverity.ERROR,
  emptyContinuationLine: ValidationSeverity.ERROR,
  instructionCasing: ValidationSeverity.ERROR,
  instructionCmdMultiple: ValidationSeverity.ERROR,
  instructionEntrypointMultiple: ValidationSeverity.ERROR,
  instructionHealthcheckMultiple: ValidationSeverity.ERROR,
  instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
  instructionWorkdirRelative: ValidationSeverity.ERROR,
};

const problems = (text: string) =>
  validate(text, STRICT).map(
    ({ range, message }) =>
      `line ${String(range.start.line + 1)}: ${typeof message === 'string' ? message : message.value}`,
  );

it('the Containerfile has no problem that a linter finds', () => {
  expect(problems(readFileSync(FILE, 'utf8'))).toEqual([]);
});

it('the linter finds problems', () => {
  expect(problems('FROM scratch\nWORKDIR data\nRUNN true\nCMD ["a"]\nCMD ["b"]\n')).toHaveLength(3);
});
