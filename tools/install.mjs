// Installs what package-lock.json names when what lies in node_modules does not match it.
//
// It runs before `npm start` and `npm test`, so that both work in a bare clone. It is plain
// JavaScript without packages, because it runs before there are any, and on a Node that may be
// older than the one the project brings.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 18;
const OLDEST_NPM = 8;
/** The Node that runs the program itself, where the project does not bring one. */
const OLDEST_NODE_FOR_RUNNING = '24.11';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const marker = join(modules, '.perpetua-lock');
const broughtNode = join(modules, '.bin', 'node');

/** @typedef {{ optional?: boolean, version?: string }} LockedPackage */

await main();

async function main() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const fingerprint = createHash('sha256').update(lock).digest('hex');
  const isComplete = everythingIsThere(packagesOf(lock));
  if (isComplete && isMarked(fingerprint)) return;
  if (!isComplete || !isInstalled(packagesOf(lock))) await install();
  checkRunningNode();
  mark(fingerprint);
}

/**
 * Whether every package has its folder. Packages for other machines are optional and may be absent.
 * @param {Record<string, LockedPackage>} wanted
 */
function everythingIsThere(wanted) {
  return Object.keys(wanted)
    .filter((path) => path.includes('node_modules/') && !wanted[path]?.optional)
    .every((path) => existsSync(join(root, path)));
}

/**
 * Whether this very lockfile was found installed before.
 * @param {string} fingerprint
 */
function isMarked(fingerprint) {
  return existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint;
}

/**
 * Compares with the list npm keeps of what it installed, so that an `npm ci` by hand counts.
 * @param {Record<string, LockedPackage>} wanted
 */
function isInstalled(wanted) {
  const list = join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  const found = packagesOf(readFileSync(list, 'utf8'));
  return Object.keys(wanted)
    .filter((path) => path.includes('node_modules/'))
    .every((path) =>
      found[path] === undefined
        ? wanted[path]?.optional === true
        : found[path]?.version === wanted[path]?.version,
    );
}

/**
 * @param {string} lock
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(lock) {
  return JSON.parse(lock).packages;
}

async function install() {
  checkNode();
  checkWritable();
  const npm = npmCommand();
  checkNpm(npm);
  const isFirst = !existsSync(modules);
  console.log(
    isFirst
      ? 'Installing the packages Perpetua needs; this takes about a minute …'
      : 'The installed packages do not match package-lock.json; installing them anew …',
  );
  // npm leaves hidden files in place, and an interrupted installation must not look complete.
  rmSync(marker, { force: true });
  const finished = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (finished.code === 0) return;
  fail(
    `npm could not install the packages (exit code ${finished.code}). It said:\n\n${finished.output.trim()}`,
    'Check that the npm registry can be reached (npm ping) and run the command again.',
  );
}

/**
 * The npm that runs this script, with the Node that runs that npm. Not the Node in node_modules:
 * the installation replaces it.
 * @returns {string[]} the command and its first arguments.
 */
function npmCommand() {
  const npm = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  if (npm && node && basename(npm).startsWith('npm-cli')) return [node, npm];
  return process.platform === 'win32' ? ['npm.cmd'] : ['npm'];
}

/** @param {string[]} npm */
function checkNpm(npm) {
  const [command = 'npm', ...commandArguments] = npm;
  const asked = spawnSync(command, [...commandArguments, '--version'], spawnOptions());
  const version = String(asked.stdout ?? '').trim();
  if (asked.status !== 0 || version === '') {
    fail('npm was not found.', `Install Node.js ${OLDEST_NODE} or later, which brings npm.`);
  }
  if (Number.parseInt(version, 10) < OLDEST_NPM) {
    fail(`npm ${version} is too old.`, `Get npm ${OLDEST_NPM} or later: npm install --global npm`);
  }
}

function checkNode() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= OLDEST_NODE) return;
  fail(
    `Node.js ${process.versions.node} is too old to install Perpetua.`,
    `Install Node.js ${OLDEST_NODE} or later from https://nodejs.org.`,
  );
}

function checkWritable() {
  try {
    accessSync(existsSync(modules) ? modules : root, constants.W_OK);
  } catch {
    fail(
      `The packages must be installed, but ${existsSync(modules) ? modules : root} may not be written.`,
      'Run the command as the user the folder belongs to.',
    );
  }
}

/** The project brings its own Node for Linux on x64; elsewhere the machine's must be new enough. */
function checkRunningNode() {
  const isBrought = existsSync(broughtNode);
  const asked = spawnSync(isBrought ? broughtNode : 'node', ['--version'], spawnOptions());
  const version = String(asked.stdout ?? '')
    .trim()
    .replace('v', '');
  if (asked.status !== 0) {
    fail(
      'The Node.js that Perpetua brings cannot run on this machine.',
      'It needs Linux with the GNU C library (Debian, Ubuntu, Fedora …); Alpine has another one.',
    );
  }
  if (isOlder(version, OLDEST_NODE_FOR_RUNNING)) {
    fail(
      `Perpetua runs on Node.js ${OLDEST_NODE_FOR_RUNNING} or later; this machine has ${version}.`,
      'Install a newer Node.js from https://nodejs.org.',
    );
  }
}

/**
 * @param {string} version
 * @param {string} oldest
 */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** @param {string} fingerprint */
function mark(fingerprint) {
  try {
    writeFileSync(marker, fingerprint);
  } catch {
    // A read-only tree is looked through again next time, which takes a fraction of a second.
  }
}

/** npm runs scripts with node_modules/.bin first on the path; npm itself must not find our Node there. */
function spawnOptions() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(modules, '.bin')))
    .join(delimiter);
  return { cwd: root, env: { ...process.env, PATH: path }, shell: process.platform === 'win32' };
}

/**
 * @param {string[]} program
 * @param {string[]} programArguments
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(program, programArguments) {
  const [command = 'npm', ...first] = program;
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...programArguments], spawnOptions());
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdout.resume();
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * @param {string} message
 * @param {string} remedy
 * @returns {never}
 */
function fail(message, remedy) {
  console.error(`${message}\n${remedy}`);
  process.exit(1);
}
