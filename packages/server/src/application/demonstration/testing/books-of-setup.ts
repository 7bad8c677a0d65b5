import { assert, type Books, DeterminationDesk } from 'perpetua-core';
import { checkConfiguration } from '../../configuration/check-configuration.ts';
import type { CompanySetup } from '../../configuration/company-setup.ts';
import { configurationOf } from '../../configuration/configuration-facts.ts';
import { draftSetup } from '../../configuration/draft-setup.ts';

const VERSION = 1;

/** Empty books of a company, in memory, as its setup describes it. A faulty setup is a defect. */
export function booksOf(setup: CompanySetup): Books {
  const { facts, items, refusals } = draftSetup(undefined, setup);
  const settings = facts.filter(({ kind }) => kind !== 'item');
  const dated = settings.map((fact) => ({ ...fact, version: VERSION }));
  const configuration = configurationOf(dated, VERSION);
  const faults = [...refusals, ...checkConfiguration(configuration, items)];
  assert(faults.length === 0, `the setup has no faults: ${JSON.stringify(faults)}`);
  return {
    desk: new DeterminationDesk(configuration),
    items: new Map(items.map((item) => [item.code, item])),
    pools: new Map(),
    positions: new Map(),
    streams: new Map(),
    timelines: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}
