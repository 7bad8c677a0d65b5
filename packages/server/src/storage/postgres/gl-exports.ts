import type { Period } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { AccountTotal, ExportMode, ExportSource, GlExport } from '../../application/ports.ts';

type ExportRow = {
  target: string;
  number: number;
  reverses: number | null;
  period: Period;
  source: ExportSource;
  mode: ExportMode;
  after_event: bigint;
  last_event: bigint;
  configuration_version: number;
  made_at: Date;
  made_by: string;
  reason: string;
  entries: bigint;
  lines: bigint;
  amount: string;
  accounts: readonly StoredTotal[];
  sha256: Buffer;
};

/** Amounts as texts: JSON has no whole numbers of their size. */
type StoredTotal = Record<keyof AccountTotal, string>;

/** The batches handed to a target, or to every target, by target and number. */
export async function glExports(
  client: ClientBase,
  company: number,
  { target }: { readonly target?: string },
): Promise<readonly GlExport[]> {
  const { rows } = await client.query<ExportRow>(
    `select target, number, reverses, period, source, mode, after_event, last_event, configuration_version,
            made_at, made_by, reason, entries, lines, amount::text, accounts, sha256
       from gl_export
      where company_id = $1 and ($2::text is null or target = $2)
      order by target, number`,
    [company, target ?? null],
  );
  return rows.map(exportOf);
}

const exportOf = (row: ExportRow): GlExport => ({
  target: row.target,
  number: row.number,
  reverses: row.reverses,
  period: row.period,
  source: row.source,
  mode: row.mode,
  afterEvent: Number(row.after_event),
  lastEvent: Number(row.last_event),
  configurationVersion: row.configuration_version,
  madeAt: row.made_at,
  madeBy: row.made_by,
  reason: row.reason,
  entries: Number(row.entries),
  lines: Number(row.lines),
  amount: BigInt(row.amount),
  accounts: row.accounts.map((total) => ({
    ...total,
    debit: BigInt(total.debit),
    credit: BigInt(total.credit),
  })),
  sha256: row.sha256.toString('hex'),
});

/** Keeps a batch. The caller holds the lane and has found out its number. */
export async function addGlExport(
  client: ClientBase,
  company: number,
  batch: GlExport,
): Promise<void> {
  const accounts: readonly StoredTotal[] = batch.accounts.map((total) => ({
    ...total,
    debit: total.debit.toString(),
    credit: total.credit.toString(),
  }));
  await client.query(
    `insert into gl_export (company_id, target, number, reverses, period, source, mode, after_event, last_event,
                            configuration_version, made_at, made_by, reason, entries, lines, amount, accounts, sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      company,
      batch.target,
      batch.number,
      batch.reverses,
      batch.period,
      batch.source,
      batch.mode,
      batch.afterEvent,
      batch.lastEvent,
      batch.configurationVersion,
      batch.madeAt,
      batch.madeBy,
      batch.reason,
      batch.entries,
      batch.lines,
      batch.amount.toString(),
      JSON.stringify(accounts),
      Buffer.from(batch.sha256, 'hex'),
    ],
  );
}
