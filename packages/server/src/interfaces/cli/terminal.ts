import { styleText } from 'node:util';

/** What a command says and where: results to standard output, everything else to standard error. */
export type Terminal = {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** A bar on a terminal, a plain line now and then elsewhere. */
  readonly progress: (title: string) => Progress;
};

/** Shows how far long work has come. */
type Progress = {
  /** @param total known or estimated; undefined where there is no telling */
  readonly at: (done: number, total?: number) => void;
  readonly end: (text: string) => void;
};

/** Exit codes of every command. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;

const REDRAW_MILLISECONDS = 100;
const PLAIN_MILLISECONDS = 5_000;
const BAR = 30;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    progress: (title) => (process.stderr.isTTY ? barProgress(title) : plainProgress(title)),
  };
}

function barProgress(title: string): Progress {
  const begun = performance.now();
  let drawn = 0;
  return {
    at: (done, total) => {
      if (performance.now() - drawn < REDRAW_MILLISECONDS) return;
      drawn = performance.now();
      const rate = rateOf(done, begun);
      const full =
        total === undefined || total === 0 ? 0 : Math.min(BAR, Math.trunc((done * BAR) / total));
      const bar = total === undefined ? '' : ` ${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
      process.stderr.write(`\r\u001b[K${title}${bar} ${done.toLocaleString('en')} · ${rate}/s`);
    },
    end: (text) => process.stderr.write(`\r\u001b[K${styleText('green', '✓')} ${text}\n`),
  };
}

function plainProgress(title: string): Progress {
  const begun = performance.now();
  let said = begun;
  return {
    at: (done, total) => {
      if (performance.now() - said < PLAIN_MILLISECONDS) return;
      said = performance.now();
      const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
      process.stderr.write(
        `${title}: ${done.toLocaleString('en')}${of}, ${rateOf(done, begun)}/s\n`,
      );
    },
    end: (text) => process.stderr.write(`${text}\n`),
  };
}

const rateOf = (done: number, begun: number): string =>
  Math.trunc((done * 1000) / Math.max(1, performance.now() - begun)).toLocaleString('en');
