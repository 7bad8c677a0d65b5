import {
  inPrecedence,
  ok,
  type Period,
  parsePeriod,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { type Asked, malformed, readWord } from '../reading/filters.ts';
import type { WantedExport } from './export-chain.ts';
import { EXPORT_MODES, EXPORT_SOURCES, type ExportSource } from './gl-export.ts';

/** What an export is asked for; without source and mode those of inventory, line by line. */
export type AskedExport = { readonly target: string; readonly period: string } & Asked<
  'source' | 'mode'
>;

/** Whether a text can name a target. */
export const isTarget = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(text);

/** Reads what was asked for; refuses everything that is wrong in itself at once. */
export function readExportRequest(asked: AskedExport): Result<WantedExport, Refusal> {
  const refusals: Refusal[] = [];
  const { target } = asked;
  if (!isTarget(target)) refusals.push(refusal('export-target-invalid', { target }));
  const period = readPeriod(asked.period, refusals);
  const source = readSource(asked.source, refusals);
  const mode = readWord('mode', asked.mode, EXPORT_MODES, refusals) ?? 'detailed';
  if (period === undefined || refusals.length > 0) return refused(inPrecedence(refusals));
  return ok({ target, period, source, mode });
}

/** Reads a month. */
export function readPeriod(text: string, refusals: Refusal[]): Period | undefined {
  const period = parsePeriod(text);
  if (period === undefined)
    refusals.push(malformed(`period is a month such as 2026-01, not ${text}`));
  return period;
}

function readSource(text: string | undefined, refusals: Refusal[]): ExportSource {
  if (text === undefined) return 'inventory';
  const source = EXPORT_SOURCES.find((one) => one === text);
  if (source !== undefined) return source;
  const details = { source: text, sources: EXPORT_SOURCES.join(', ') };
  refusals.push(refusal('gl-source-unknown', details));
  return 'inventory';
}
