import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A call that names a test or a group of tests, as it stands in a source file. */
type SourceTitle = {
  readonly title: string;
  readonly line: number;
  /** The test is declared to fail, so it would pass exactly when the rule is broken. */
  readonly expectsFailure: boolean;
};

/** `test('…'`, `it.skip('…'`, `describe("…"`, and the second call of `test.each(…)('…'`. */
const TITLED_CALL =
  /(?:\b(?:test|it|describe)((?:\.\w+)*)|\))\s*\(\s*(['"`])((?:\\.|(?!\2)[^\\])*)\2(\s*,\s*\{[^}]*\})?/g;

/** The titles written in the text of a test file, in order; computed titles are not seen. */
export function titlesInSource(source: string): readonly SourceTitle[] {
  return [...source.matchAll(TITLED_CALL)].map((call) => {
    const [, modifiers = '', , title = '', options = ''] = call;
    return {
      title: title.replace(/\\(.)/g, '$1'),
      line: source.slice(0, call.index).split('\n').length,
      expectsFailure: /\.fails\b/.test(modifiers) || /\bfails\s*:\s*true\b/.test(options),
    };
  });
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/** Every test file below a folder, as paths from there with forward slashes, in order of name. */
export function listTestFiles(folder: string): readonly string[] {
  const files: string[] = [];
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      const isHidden = entry.name.startsWith('.');
      if (entry.isDirectory() && !isHidden && !SKIPPED_FOLDERS.has(entry.name)) walk(inner);
      if (entry.isFile() && /\.test\.tsx?$/.test(entry.name)) files.push(inner);
    }
  };
  walk('');
  return files.toSorted();
}
