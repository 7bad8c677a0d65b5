import { quantity, type UnitsAtPlace } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { type InventoryJournals, itemAtSite, type StoredJournal } from '../../application/ports.ts';
import { textsLiteral } from './array-literals.ts';

type JournalRow = {
  name: string;
  content: string;
  lines: StoredJournal['lines'];
  first_event: bigint;
  posted_at: Date;
  posted_by: string;
};

/** What can be asked for inventory journals. */
export const inventoryJournals = (
  client: ClientBase,
  company: number,
): Omit<InventoryJournals, 'add'> => ({
  find: (name) => findInventoryJournal(client, company, name),
  onHand: (asked) => onHand(client, company, asked),
});

async function findInventoryJournal(
  client: ClientBase,
  company: number,
  name: string,
): Promise<StoredJournal | undefined> {
  const { rows } = await client.query<JournalRow>(
    `select name, content, lines, first_event, posted_at, posted_by
       from inventory_journal where company_id = $1 and name = $2`,
    [company, name],
  );
  const [row] = rows;
  return (
    row && {
      name: row.name,
      content: row.content,
      lines: row.lines,
      firstEvent: Number(row.first_event),
      postedAt: row.posted_at,
      postedBy: row.posted_by,
    }
  );
}

/** Keeps a journal that was posted in the same session. */
export async function addInventoryJournal(
  client: ClientBase,
  company: number,
  { name, content, lines, firstEvent, postedAt, postedBy }: StoredJournal,
): Promise<void> {
  await client.query(
    `insert into inventory_journal (company_id, name, content, lines, first_event, posted_at, posted_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [company, name, content, JSON.stringify(lines), firstEvent, postedAt, postedBy],
  );
}

type HeldRow = {
  item: string;
  site: string;
  location: string;
  account: string;
  quantity: bigint;
  last_posted_on: string | null;
};

async function onHand(
  client: ClientBase,
  company: number,
  asked: Parameters<InventoryJournals['onHand']>[0],
): ReturnType<InventoryJournals['onHand']> {
  if (asked.length === 0) return new Map();
  const { rows } = await client.query<HeldRow>(
    `select s.item, s.site, s.place as location, s.account, s.quantity, p.last_posted_on
       from unnest($2::text[], $3::text[]) w(item, site)
      cross join lateral (
            select * from stock s
             where s.company_id = $1 and s.item = w.item and s.site = w.site and s.bucket = 'on-hand'
               and s.quantity <> 0 offset 0) s
      cross join lateral (
            select p.last_posted_on from cost_pool p
             where p.company_id = $1 and p.item = s.item and p.document = '' and p.site = s.site
               and p.bucket = s.bucket and p.account = s.account offset 0) p
      order by s.item, s.site, s.place`,
    [
      company,
      textsLiteral(asked.map(({ item }) => item)),
      textsLiteral(asked.map(({ site }) => site)),
    ],
  );
  const held = new Map<string, UnitsAtPlace[]>();
  for (const { item, site, quantity: units, last_posted_on: day, ...place } of rows) {
    const one = { ...place, quantity: quantity(units), lastPostedOn: day ?? '' };
    const known = held.get(itemAtSite(item, site));
    if (known === undefined) held.set(itemAtSite(item, site), [one]);
    else known.push(one);
  }
  return held;
}
