import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const PACKED = '@sparticuz/chromium';

/** Quiet and self-contained: no sandbox (tests may run as root), no graphics card, no calls home. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  // Without a locale the packed Chromium reports a language that is no language tag.
  '--lang=en-GB',
];

/**
 * Starts Chromium without a window: the one `CHROMIUM_PATH` names, else a `chromium` on the
 * `PATH`, else the one packed in the npm package, which is unpacked once per installation. The
 * caller closes the browser. Fails with a sentence when `CHROMIUM_PATH` names no program.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '' && !isProgram(named)) {
    throw new Error(`CHROMIUM_PATH names no program that can be run: ${named}`);
  }
  const installed = named === undefined || named === '' ? findOnPath('chromium') : named;
  const folder = installed === undefined ? await unpackedFolder() : undefined;
  return chromium.launch({
    executablePath: installed ?? join(folder ?? '', 'chromium'),
    args: ARGUMENTS,
    headless: true,
    ...(folder !== undefined && { env: environmentOf(folder) }),
  });
}

/** A machine without any font still shows text: the package brings one, used only when needed. */
function environmentOf(folder: string): Record<string, string> {
  const given = Object.entries(process.env).filter((entry) => entry[1] !== undefined);
  const own = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  return { ...own, ...Object.fromEntries(given) };
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The folder with the unpacked Chromium of this version. Test files run side by side and may be
 * killed, so it is unpacked aside and moved into place whole: what lies there is always complete.
 */
async function unpackedFolder(): Promise<string> {
  const home = dirname(dirname(fileURLToPath(import.meta.resolve(PACKED))));
  const cache = join(dirname(dirname(home)), '.cache');
  const folder = join(cache, `perpetua-chromium-${versionIn(home)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const aside = await mkdtemp(`${folder}-`);
  try {
    await unpackInto(aside);
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another test file was faster: its copy is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function versionIn(home: string): string {
  const description: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const known = typeof description === 'object' && description !== null && 'version' in description;
  return known ? String(description.version) : 'unknown';
}

/** The package unpacks into the folder for temporary files, so a process of its own gets another. */
async function unpackInto(folder: string): Promise<void> {
  const program = `import chromium from '${PACKED}'; await chromium.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TMPDIR: folder },
  });
}
