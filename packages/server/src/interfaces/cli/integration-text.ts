import { FIRST_DAY } from 'perpetua-core';
import type { GroupSettings, IntegrationSettings } from '../../application/integration/settings.ts';
import { textTable } from './text-table.ts';

const left = (label: string) => ({ label, align: 'left' }) as const;

/** The settings of the integration on one page: the switch, the entry type and the groups. */
export function settingsText(settings: IntegrationSettings): string {
  const { integration, entryType, groups, requirements, day, periods } = settings;
  const { since: first } = integration;
  const isEver = first === null || first === FIRST_DAY;
  const since = isEver ? 'since the beginning' : `since ${first}`;
  const status = integration.integrated ? 'integrated' : 'not integrated';
  const split = periods.filter(({ integrated }) => integrated === 'partly');
  return [
    `Inventory is ${status} on ${day}, ${since}.`,
    ...integration.history.map(
      ({ from, integrated }) =>
        `  from ${from === FIRST_DAY ? 'the beginning' : from}: ${integrated ? 'integrated' : 'not integrated'}`,
    ),
    ...split.map(({ period }) => `  ${period} is integrated for some of its days only`),
    entryType.code === null
      ? 'Entry type: none is chosen'
      : `Entry type: ${entryType.code} (${entryType.name})`,
    ...entryType.warnings.map((warning) => `  warning: ${warning}`),
    '',
    groupTable(
      groups,
      requirements.map(({ role }) => role),
    ),
    ...groups.flatMap(remarksOf),
    '',
    ...integration.considerations.map(
      ({ question, speaksFor, because }) => `${question} Yes: ${speaksFor}. ${because}`,
    ),
    integration.advice,
  ].join('\n');
}

function groupTable(
  groups: readonly GroupSettings[],
  roles: readonly (keyof GroupSettings['accounts'])[],
): string {
  const columns = ['group', 'description', ...roles, 'tax on sales', 'on purchases', 'items'];
  const rows = groups.map((group) => [
    String(group.number),
    group.description,
    ...roles.map((role) => group.accounts[role]?.account ?? 'none'),
    group.salesTaxType ?? '',
    group.purchaseTaxType ?? '',
    Object.entries(group.items)
      .map(([itemClass, count]) => `${count} ${itemClass}`)
      .join(', '),
  ]);
  return textTable(columns.map(left), rows);
}

const remarksOf = ({ number, missing, locked, warnings }: GroupSettings): readonly string[] => [
  ...(missing.length === 0 ? [] : [`group ${number} lacks ${missing.join(', ')}`]),
  ...locked.map(({ role, because }) => `group ${number}: ${role} is locked; ${because}`),
  ...warnings.map((warning) => `warning: ${warning}`),
];
