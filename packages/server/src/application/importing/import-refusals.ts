import { type Refusal, refusalText } from 'perpetua-core';

type Row = readonly [message: string, remedy: string];

/**
 * All reasons why a file, a mapping or a row of a file is not taken, beside those of the core. A
 * reason of the file or the mapping refuses the import as a whole, before anything is kept; a
 * reason of a row refuses that row.
 */
// biome-ignore format: a table reads as a table
export const IMPORT_REFUSALS = {
  // the file as a whole     message                                                                         what to do
  'file-not-found':          ['There is no such file.',                                                       'Correct the path.'],
  'file-not-readable':       ['The file cannot be read: {fault}.',                                            'Give a plain file that may be read; it is read twice, so a pipe will not do.'],
  'file-empty':              ['The file is empty.',                                                           'Export it again; `perpetua template` prints an example.'],
  'file-form-unknown':       ['The name {name} does not say what form the file has.',                         'Name it .csv, .tsv, .ndjson, .jsonl or .xlsx, also with .gz; or declare "form" under "file" in the mapping.'],
  'file-form-differs':       ['The file is named {named}, but its content is {content}.',                     'Give it the name that fits, or save it again.'],
  'file-changed':            ['The file changed while it was read.',                                          'Import it again; what was posted stays and is recognised by its key.'],
  'file-too-large':          ['The file has more than {limit}.',                                              'Save it as CSV, or split it.'],
  'gzip-damaged':            ['The file is torn or damaged: {fault}.',                                        'Fetch it again; nothing of it was kept.'],
  'sheet-damaged':           ['The spreadsheet cannot be read: {fault}.',                                     'Save it again as .xlsx without a password, or as CSV.'],
  'sheet-unclear':           ['The workbook has several sheets: {sheets}.',                                   'Declare which one: "file": {"sheet": "…"} in the mapping.'],
  'sheet-unknown':           ['The workbook has no sheet {sheet}; it has {sheets}.',                          'Correct "sheet" in the mapping.'],
  'cell-error':              ['The cell holds the error {value}.',                                            'Correct the formula in the spreadsheet.'],
  'cell-not-exact':          ['The cell holds {value}, more digits than a spreadsheet keeps.',                'Write the number as text.'],
  'encoding-invalid':        ['The line is not {encoding}.',                                                  'Save the file as UTF-8, or declare how it is written: "file": {"encoding": "windows-1252"} in the mapping.'],
  'encoding-unsupported':    ['The file is {encoding}.',                                                      'Save it as UTF-8.'],
  'nul-byte':                ['The line holds a NUL byte: this is no text, or UTF-16 without a mark.',        'Save the file as UTF-8, or declare "file": {"encoding": "utf-16le"} in the mapping.'],
  'delimiter-unclear':       ['The header can be split by {delimiters} alike.',                               'Declare which one: "file": {"delimiter": ";"} in the mapping.'],
  'line-too-long':           ['The line is longer than {limit} bytes.',                                       'Look for a quote that is never closed, or a missing line end.'],
  'too-many-lines':          ['The file has more than {limit} lines.',                                        'Split it.'],
  'too-many-columns':        ['There are more than {limit} columns.',                                         'Leave out what is not needed.'],
  'quote-open':              ['The quote is never closed: the file is cut off, or a quote is missing.',       'Fetch the file again, or correct the line.'],
  'quote-misplaced':         ['A quote stands inside a cell: {fault}.',                                       'Double it and quote the cell; if the file quotes nothing, declare "file": {"quotes": false} in the mapping.'],
  'row-length':              ['{cells} cells, where the header has {columns}.',                               'Correct the line; a cell with a delimiter in it needs quotes.'],
  'json-invalid':            ['The line is not a JSON object of texts and numbers: {fault}.',                 'Write one object on every line, without nesting.'],
  'column-unnamed':          ['Column {position} has no name.',                                               'Name it, or delete it.'],
  'column-duplicate':        ['Column {column} stands there twice.',                                          'Delete or rename one of them.'],
  'column-unknown':          ['There is no column {column} in {kind}.',                                       'Rename it by a mapping, or put it into "ignore" there; `perpetua template {kind}` shows the columns.'],
  'column-missing':          ['Column {column} is missing.',                                                  'Add it, or give it by a mapping.'],
  'no-rows':                 ['The file has a header and no rows.',                                           'Export it again.'],
  'decimal-comma':           ['Column {column} holds {value}: the comma could be a decimal sign or separate thousands.', 'Declare it in the mapping: "numbers": {"decimal": ","}, or {"decimal": ".", "thousands": ","}.'],
  'mapping-invalid':         ['{where}: {fault}',                                                             'Correct the mapping; the import guide describes it.'],
  'lookup-key-twice':        ['Two different rows have the key {key}.',                                       'Make the key of the lookup more precise.'],
  'rejected-exists':         ['{name} exists already.',                                                       'Name another file for the rejected rows.'],
  'rejected-not-writable':   ['No file for refused rows can be made there: {fault}.',                         'Name a file in a folder that takes files.'],
  'rejected-unclear':        ['One file for rejected rows is named, but {count} files are imported.',         'Leave it out: each file gets its own.'],

  // a row                   message                                                                         what to do
  'document-refused':        ['Another row of {document} is refused.',                                        'Correct that row: {document} is taken whole or not at all.'],
  'document-differs':        ['{column} is {value}, where {document} began with {first}.',                    'Give every row of a document the same.'],
  'strict-several':          ['The files hold {count} documents, and each is taken by itself.',               'Leave --strict out: a document is taken whole or not at all in any case.'],
  'cell-empty':              ['{column} is empty.',                                                           'Fill the cell.'],
  'number-form':             ['{column} {value} is no number as declared: {form}.',                           'Correct the cell, or "numbers" in the mapping.'],
  'date-form':               ['{column} {value} is no date of the form {form}.',                              'Correct the cell, or "dates" in the mapping.'],
  'value-unmapped':          ['{column}: the mapping has no value for {value}.',                              'Add it to "values", or give an "otherwise".'],
  'lookup-missing':          ['{column}: {lookup} has no row for {key}.',                                     'Add the row there, or give an "otherwise".'],
  'word-unknown':            ['{column} is {value}; it can be {words}.',                                      'Take one of these words.'],
  'whole-number':            ['{column} {value} is no whole number from {from} to {to}.',                     'Correct the cell.'],
  'given-twice':             ['{what} stands in line {first} already, with other content.',                   'Leave one of the two.'],
} as const satisfies Record<string, Row>;

export type ImportRefusalCode = keyof typeof IMPORT_REFUSALS;

/** Where in which file; columns are named as the file names them. */
export type FilePlace = {
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
};

/** A reason to say no to a file, a mapping or a row, in words. */
export type ImportRefusal = FilePlace & {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
};

/** Makes a refusal of the table above. */
export function importRefusal(
  code: ImportRefusalCode,
  details: Readonly<Record<string, string>> = {},
  place: FilePlace = {},
): ImportRefusal {
  const [message, remedy] = IMPORT_REFUSALS[code];
  return { code, message: fill(message, details), remedy: fill(remedy, details), ...place };
}

/** A refusal of the core, as an import shows it. */
export function coreRefusal(refusal: Refusal, place: FilePlace = {}): ImportRefusal {
  const { code, message, remedy } = refusalText(refusal);
  return { code, message, remedy, ...place };
}

/** Of an endless list of the same complaint nobody reads more than this. */
export const MOST_REFUSALS = 100;

/** At most this much of a text is shown in a message. */
const LONGEST_SHOWN = 60;

function fill(text: string, details: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => {
    const detail = details[name] ?? blank;
    return detail.length > LONGEST_SHOWN && name !== 'fault' && name !== 'sheets'
      ? `${detail.slice(0, LONGEST_SHOWN)}…`
      : detail;
  });
}

/** Ends the reading of a file that turned out to be another one than was looked through. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly refusals: readonly ImportRefusal[];

  constructor(refusals: readonly ImportRefusal[]) {
    super(refusals[0]?.message ?? 'the file was refused');
    this.refusals = refusals;
  }
}
