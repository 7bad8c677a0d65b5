import type { ClientBase } from 'pg';
import type {
  AcceptedLine,
  CountEnding,
  CountWriting,
  NewLine,
  StoredAcceptance,
  StoredCount,
  StoredEntry,
  StoredSheet,
} from '../../../application/ports.ts';
import { numbersLiteral, textsLiteral, wordsLiteral } from '../array-literals.ts';

/** What a writing session does with the counts of a company. */
export function countWriting(client: ClientBase, company: number): CountWriting {
  return {
    begin: async (count, lines) => {
      await insertCount(client, company, count);
      await insertLines(client, company, count, lines);
    },
    addLines: (count, lines) => insertLines(client, company, count, lines),
    addSheet: (count, sheet, entries) => insertSheet({ client, company, count }, sheet, entries),
    nextRound: async (count, lines) => {
      await client.query(
        `update count_line set round = round + 1
          where company_id = $1 and count = $2 and line = any($3::integer[])`,
        [company, count, numbersLiteral(lines)],
      );
    },
    accept: (count, acceptance, lines) => accept({ client, company, count }, acceptance, lines),
    end: (count, state, ended) => end({ client, company, count }, state, ended),
  };
}

/** Which count of which company is written to. */
type Written = { readonly client: ClientBase; readonly company: number; readonly count: string };

async function insertCount(client: ClientBase, company: number, count: StoredCount): Promise<void> {
  await client.query(
    `insert into stock_count (company_id, name, site, posted_on, scope, blind, moment, known_event, known_movement,
            started_at, started_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      company,
      count.name,
      count.site,
      count.postedOn,
      JSON.stringify(count.scope),
      count.blind,
      count.moment,
      count.knownEvent,
      count.knownMovement,
      count.startedAt,
      count.startedBy,
    ],
  );
}

async function insertLines(
  client: ClientBase,
  company: number,
  { name, site }: Pick<StoredCount, 'name' | 'site'>,
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `insert into count_line (company_id, count, site, line, item, location, frozen, of_others, found)
     select $1, $2, $3, unnest($4::integer[]), unnest($5::text[]), unnest($6::text[]), unnest($7::bigint[]),
            unnest($8::boolean[]), unnest($9::boolean[])`,
    [
      company,
      name,
      site,
      numbersLiteral(lines.map(({ number }) => number)),
      textsLiteral(lines.map(({ item }) => item)),
      textsLiteral(lines.map(({ location }) => location)),
      numbersLiteral(lines.map(({ quantity }) => quantity)),
      wordsLiteral(lines.map(({ ofOthers }) => String(ofOthers))),
      wordsLiteral(lines.map(({ found }) => String(found))),
    ],
  );
}

async function insertSheet(
  { client, company, count }: Written,
  { sheet, key, counter, digest, enteredAt, enteredBy }: StoredSheet,
  entries: readonly Omit<StoredEntry, 'counter'>[],
): Promise<void> {
  await client.query(
    `insert into count_sheet (company_id, count, sheet, key, counter, digest, entered_at, entered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [company, count, sheet, key ?? null, counter, digest, enteredAt, enteredBy],
  );
  await client.query(
    `insert into count_entry (company_id, count, sheet, line, round, quantity, moved, also)
     select $1, $2, $3, unnest($4::integer[]), unnest($5::integer[]), unnest($6::bigint[]), unnest($7::bigint[]),
            unnest($8::boolean[])`,
    [
      company,
      count,
      sheet,
      numbersLiteral(entries.map(({ line }) => line)),
      numbersLiteral(entries.map(({ round }) => round)),
      numbersLiteral(entries.map(({ quantity }) => quantity)),
      numbersLiteral(entries.map(({ moved }) => moved)),
      wordsLiteral(entries.map(({ also }) => String(also))),
    ],
  );
}

async function accept(
  { client, company, count }: Written,
  { acceptance, key, request, acceptedAt, acceptedBy }: StoredAcceptance,
  lines: readonly AcceptedLine[],
): Promise<void> {
  await client.query(
    `insert into count_acceptance (company_id, count, acceptance, key, request, accepted_at, accepted_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [company, count, acceptance, key ?? null, request, acceptedAt, acceptedBy],
  );
  // Written over by key, as pools are, so that no line is looked for (decision 0013).
  await client.query(
    `insert into count_line (company_id, count, acceptance, open, site, found, line, item, location, frozen, of_others,
            difference, value, event)
     select $1, $2, $3, false, '', false, unnest($4::integer[]), unnest($5::text[]), unnest($6::text[]), 0, false,
            unnest($7::bigint[]), unnest($8::bigint[]), nullif(unnest($9::bigint[]), 0)
     on conflict (company_id, count, line) do update
        set open = excluded.open, acceptance = excluded.acceptance, difference = excluded.difference,
            value = excluded.value, event = excluded.event`,
    [
      company,
      count,
      acceptance,
      numbersLiteral(lines.map(({ line }) => line)),
      textsLiteral(lines.map(({ item }) => item)),
      textsLiteral(lines.map(({ location }) => location)),
      numbersLiteral(lines.map(({ difference }) => difference)),
      numbersLiteral(lines.map(({ value }) => value)),
      numbersLiteral(lines.map(({ event }) => event ?? 0)),
    ],
  );
}

async function end(
  { client, company, count }: Written,
  state: CountEnding,
  { at, by, because }: Parameters<CountWriting['end']>[2],
): Promise<void> {
  await client.query(
    `update stock_count set state = $3, ended_at = $4, ended_by = $5, ended_because = $6
      where company_id = $1 and name = $2`,
    [company, count, state, at, by, because],
  );
  await client.query(
    'update count_line set open = false where company_id = $1 and count = $2 and open',
    [company, count],
  );
}
