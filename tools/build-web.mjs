// Builds the web app when its sources changed since it was built last. Plain Node, so that the
// start of a fresh clone can run it right after the installation.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, 'packages', 'web');
const marker = join(web, 'dist', '.built-from');

/** Everything that goes into the build: the app, the core's types it shares, the lockfile. */
const sources = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
  'package-lock.json',
];

/** @param {string} path */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  const names = readdirSync(path, { withFileTypes: true, recursive: true });
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const files = /\.\w+$/.test(source) ? [path] : filesBelow(path).toSorted();
    for (const file of files)
      if (existsSync(file)) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const wanted = fingerprint();
const built = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
if (built !== wanted) {
  console.log('Building the web app.');
  execFileSync(
    'npm',
    ['run', '--silent', 'build', '--workspace', 'perpetua-web', '--', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  writeFileSync(marker, wanted);
}
