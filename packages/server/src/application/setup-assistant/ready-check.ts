import {
  type BusinessDate,
  type Configuration,
  isIntegrated,
  parseBusinessDate,
  periodOn,
} from 'perpetua-core';
import type { Books } from '../configuration/change-options.ts';
import { configurationOf } from '../configuration/configuration-facts.ts';
import { entryTypeNow } from '../integration/change-integration.ts';
import { missingRoles } from '../integration/group-requirements.ts';
import type { CompanyName, GroupItems } from '../ports.ts';
import type { AssistantStep } from './questions.ts';

/** Something a company needs before it posts, and whether it is there. */
type ReadyRow = {
  readonly step: AssistantStep;
  readonly needs: string;
  readonly done: boolean;
  /** Nothing can be posted without it. */
  readonly needed: boolean;
  /** What to do; empty where it is there. */
  readonly remedy: string;
};

export type ReadyCheck = { readonly ready: boolean; readonly rows: readonly ReadyRow[] };

type Known = {
  readonly configuration: Configuration;
  readonly today: BusinessDate;
  readonly items: readonly GroupItems[];
  readonly hasPosted: boolean;
};

type Row = readonly [
  step: AssistantStep,
  needs: string,
  needed: boolean,
  remedy: string,
  isDone: (known: Known) => boolean,
];

// biome-ignore format: a table reads as a table
const ROWS: readonly Row[] = [
  // step               needs                                             needed  remedy
  ['groups',           'At least one group, each with its accounts',      true,  'Give the groups their accounts; the settings of the integration name what is missing.', groupsAreComplete],
  ['sites',            'A site',                                          true,  'Add a site to the setup.',                  ({ configuration }) => configuration.sites.size > 0],
  ['entry-type',       'An entry type for the journals of inventory',     true,  'Choose one with the integration switch.',   entryTypeIsChosen],
  ['default-mappings', 'Transaction types',                               true,  'Take the defaults: `types` as `default`.',  ({ configuration }) => configuration.types.size > 0],
  ['company',          'An open period for today',                        true,  'Open the months: `periods` of the setup.',  ({ configuration, today }) => configuration.periods.get(periodOn(configuration, today)) === 'open'],
  ['opening-balances', 'Items',                                           false, 'Import items, or add them to the setup.',   ({ items }) => items.length > 0],
  ['opening-balances', 'Opening balances, where stock is there already',  false, 'Import them; without any, stock begins at nothing.', ({ hasPosted }) => hasPosted],
];

/** What is still missing before a company can post, step by step. */
export function readyCheck({ storage, clock }: Books, company: CompanyName): Promise<ReadyCheck> {
  return storage.reading(company.id, async (session) => {
    const { configurationVersion: version, counters } = session.lane;
    const configuration = configurationOf(await session.facts(version), version);
    const today = dayOf(clock());
    const items = await session.groupItems();
    const known = { configuration, today, items, hasPosted: counters.event > 0 };
    const rows = ROWS.map(([step, needs, needed, remedy, isDone]): ReadyRow => {
      const done = isDone(known);
      return { step, needs, done, needed, remedy: done ? '' : remedy };
    });
    return { ready: rows.every(({ done, needed }) => done || !needed), rows };
  });
}

function dayOf(moment: Date): BusinessDate {
  const day = parseBusinessDate(moment.toISOString().slice(0, 10));
  if (day === undefined) throw new Error('the clock shows no day');
  return day;
}

function groupsAreComplete({ configuration, today }: Known): boolean {
  const { groups } = configuration;
  const integrated = isIntegrated(configuration, today);
  const numbers = [...groups.keys()];
  return (
    numbers.length > 0 &&
    numbers.every((group) => missingRoles(configuration, group, integrated, today).length === 0)
  );
}

function entryTypeIsChosen({ configuration, today }: Known): boolean {
  return !isIntegrated(configuration, today) || entryTypeNow(configuration) !== undefined;
}
