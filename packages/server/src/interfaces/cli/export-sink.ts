import { type FileHandle, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

type Pieces = AsyncIterable<string | Uint8Array>;

/** Where the journals of a batch go. */
export type ExportSink = {
  readonly write: (pieces: Pieces) => Promise<void>;
  /** Ends it; a file that was not written whole is removed. */
  readonly close: () => Promise<void>;
};

/**
 * Standard output, or a new file. It is made at once, so that a place that takes no file is found
 * out before a batch is kept; a file that is there is never replaced.
 */
export async function exportSink(
  path: string | undefined,
): Promise<ExportSink | { readonly fault: string }> {
  if (path === undefined) return { write: toStandardOutput, close: () => Promise.resolve() };
  try {
    return fileSink(path, await open(path, 'wx'));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const fault =
      error.code === 'EEXIST' ? 'is there already' : `cannot be written: ${String(error.code)}`;
    return { fault: `${path} ${fault}.` };
  }
}

/** Another command may have ended before it has read all; that is told like any other failure. */
const toStandardOutput = (pieces: Pieces): Promise<void> =>
  pipeline(Readable.from(pieces, { objectMode: false }), process.stdout, { end: false });

function fileSink(path: string, handle: FileHandle): ExportSink {
  let isWhole = false;
  return {
    write: async (pieces) => {
      for await (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
      isWhole = true;
    },
    close: async () => {
      await handle.close();
      if (!isWhole) await rm(path);
    },
  };
}
