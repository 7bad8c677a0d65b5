import type { BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Lane } from '../../../application/ports.ts';
import { wordsLiteral } from '../array-literals.ts';
import { lastMark } from '../snapshots/base.ts';

/** What is known of a company: the last business date among its events up to one. */
type Known = { readonly event: number; readonly batch: number; readonly day: BusinessDate | null };

/**
 * Finds the last business date of the books. The log only grows, so what was found once is kept
 * and only what was added since is looked at.
 */
export class LastDays {
  readonly #known = new Map<number, Known>();

  /** The last business date with a movement or a posting up to an event; null when there is none. */
  async upTo(
    client: ClientBase,
    company: number,
    lane: Lane,
    event: number,
  ): Promise<BusinessDate | null> {
    const known = this.#known.get(company);
    if (known?.event === event) return known.day;
    const after =
      known !== undefined && known.event < event
        ? known
        : await knownByMark(client, company, event);
    const added = await dayAmong(client, company, after, event);
    const day = later(after?.day ?? null, added);
    if (event === lane.counters.event) this.#known.set(company, { event, batch: lane.batch, day });
    return day;
  }
}

/** What the newest snapshot mark says that knows nothing after an event. */
async function knownByMark(
  client: ClientBase,
  company: number,
  event: number,
): Promise<Known | undefined> {
  const mark = await lastMark(client, company, event);
  return mark && { event: mark.event, batch: mark.batch, day: mark.lastDay };
}

/** The later of two days, of which either may be absent. */
export function later(a: BusinessDate | null, b: BusinessDate | null): BusinessDate | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

async function dayAmong(
  client: ClientBase,
  company: number,
  after: Known | undefined,
  event: number,
): Promise<BusinessDate | null> {
  const months = after === undefined ? null : await monthsAfter(client, company, after.batch);
  const stretch = `company_id = $1 and event > $2 and event <= $3
                   and ($4::date[] is null or recorded_month = any($4::date[]))`;
  const { rows } = await client.query<{ day: BusinessDate | null }>(
    `select greatest((select max(posted_on) from movement where ${stretch}),
                     (select max(posted_on) from posting where ${stretch})) as day`,
    [company, after?.event ?? 0, event, months === null ? null : wordsLiteral(months)],
  );
  return rows[0]?.day ?? null;
}

/** The months in which batches after one were recorded: they name the partitions to look into. */
export async function monthsAfter(
  client: ClientBase,
  company: number,
  batch: number,
): Promise<readonly BusinessDate[]> {
  const { rows } = await client.query<{ month: BusinessDate }>(
    'select distinct recorded_month as month from batch where company_id = $1 and number > $2',
    [company, batch],
  );
  return rows.map(({ month }) => month);
}
