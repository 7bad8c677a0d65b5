import { dirname, resolve } from 'node:path';
import { assert } from 'perpetua-core';
import type { ImportFiles } from '../application/importing/row-source.ts';
import { FileSource } from './file-source.ts';
import { rejectedFile } from './rejected-rows.ts';

/** The files of this machine, as imports use them. */
export const importFiles: ImportFiles = {
  open: (file, description) => new FileSource(file, description),
  beside: (file, name) => resolve(dirname(file), name),
  rejected: (source, name) => {
    assert(source instanceof FileSource, 'what was opened here comes back');
    const { found } = source;
    assert(found !== undefined, 'a file is looked through before its rows are refused');
    return rejectedFile(source, found, name);
  },
};
