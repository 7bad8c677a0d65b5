import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import {
  FileRefused,
  type ImportRefusal,
  type ImportRefusalCode,
  importRefusal,
} from '../application/importing/import-refusals.ts';

/** Bytes of a file in the pieces in which they come. */
export type Chunks = AsyncIterable<Buffer>;

/** Stops reading a file, with the reason. */
export function refuseFile(
  code: ImportRefusalCode,
  file: string,
  details: Readonly<Record<string, string>> = {},
  place: { readonly line?: number; readonly column?: string } = {},
): FileRefused {
  return new FileRefused([importRefusal(code, details, { file, ...place })]);
}

/** What tells one state of a file from another; refused when it is no plain file. */
export async function stateOfFile(path: string, name: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw refuseFile('file-not-readable', name, { fault: 'it is no plain file' });
    if (found.size === 0) throw refuseFile('file-empty', name);
    return `${found.size} ${found.mtimeMs}`;
  } catch (error) {
    throw refusalOf(error, name);
  }
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const LONGEST_MARK = 8;

/** The first bytes of a file, which tell what it is. */
async function startOf(path: string, name: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of createReadStream(path, { end: LONGEST_MARK - 1 })) {
      if (Buffer.isBuffer(piece)) pieces.push(piece);
    }
  } catch (error) {
    throw refusalOf(error, name);
  }
  return Buffer.concat(pieces);
}

/** Whether a file is inside gzip; refused when its name says so and its content does not. */
export async function isGzip(path: string, name: string): Promise<boolean> {
  const zipped = (await startOf(path, name)).subarray(0, 2).equals(GZIP);
  if (zipped || !/\.gz$/i.test(name)) return zipped;
  throw refuseFile('file-form-differs', name, { named: name, content: 'not gzip' });
}

/** The content of a file, out of its gzip if it is in one. */
export async function* bytesOf(
  path: string,
  name: string,
  zipped: boolean,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const content = zipped ? file.pipe(createGunzip()) : file;
  // An error of the file itself does not travel along a pipe.
  file.on('error', (error) => content.destroy(error));
  try {
    for await (const piece of content) if (Buffer.isBuffer(piece)) yield piece;
  } catch (error) {
    throw refusalOf(error, name);
  } finally {
    file.destroy();
    content.destroy();
  }
}

/** The same bytes; when they have all passed, `told` is called with their SHA-256. */
export async function* hashed(
  chunks: Chunks,
  told: (sha256: string) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  told(hash.digest('hex'));
}

/** What is told of a failure to read; a failure of another kind is not ours and comes back. */
function refusalOf(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof FileRefused) return error;
  const code = 'code' in error ? String(error.code) : '';
  const fault = FAULTS.get(code) ?? error.message;
  if (code === 'ENOENT') return refuseFile('file-not-found', name);
  if (code.startsWith('Z_')) return refuseFile('gzip-damaged', name, { fault });
  return /^E[A-Z]+$/.test(code) ? refuseFile('file-not-readable', name, { fault }) : error;
}

const FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['Z_BUF_ERROR', 'it ends too early'],
  ['Z_DATA_ERROR', 'its content does not fit its checksum or form'],
]);

/** The refusals an error carries; undefined for one that is a defect of ours or of the machine. */
export const refusalsIn = (error: unknown): readonly ImportRefusal[] | undefined =>
  error instanceof FileRefused ? error.refusals : undefined;
