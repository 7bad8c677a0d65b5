import {
  accountRoles,
  assert,
  type DocumentFacts,
  ladderSteps,
  type RoleDefinition,
  roleDefinition,
  type SubstitutionReason,
  substituteRole,
} from '../../packages/core/src/index.ts';
import { markdownTable, type ReferencePage } from './reference-page.ts';

/** How the account of a role is found: gate, substitutions, ladder, center. */
export const ACCOUNT_DETERMINATION_PAGE: ReferencePage = {
  file: 'account-determination.md',
  title: 'Account determination',
  printedFrom: [
    'packages/core/src/determination/account-determination.ts',
    'packages/core/src/determination/role-substitution.ts',
  ],
  blocks: () => [
    INTRODUCTION,
    '## Before the ladder',
    GATE,
    '### Roles that are read as another',
    SUBSTITUTION,
    markdownTable(['step', 'roles', 'are read as', 'reason', 'when'], substitutionRows()),
    '## The ladder',
    LADDER,
    markdownTable(
      ['step', 'code', 'what is looked at', 'for the roles'],
      ladderSteps().map(({ step, code, means }) => [step, code, means, rolesOf(code)]),
    ),
    '## When no step has an account',
    FAILURE,
    '## Center',
    CENTER,
  ],
};

const INTRODUCTION = `A [posting rule](posting-rules.md) names a role on each side. This page says how the account of that
role is found. Each side is looked up by itself, with its own site. The steps that were tried, what
each looked at and what it found are kept with every line of the journal, so "why this account?"
always has an answer.`;

const GATE = `While inventory is not integrated into the general ledger, a posting with a role that needs
integration ([account roles](account-roles.md)) does not exist; quantities and costs are kept all the
same.`;

const SUBSTITUTION = `What a document says may turn one role into another before any account is looked up. Where no row fits
the role stays as it is.`;

const LADDER = `The first step that has an account decides. The steps below it are still looked at: another account
they would have given is reported as shadowed, and a mapping that is missing as a gap.`;

const FAILURE = `Nothing is posted to a suspense account. A transaction without an account for one of its sides is
refused as a whole (\`account-not-determined\`), and so is one whose account does not exist, is
inactive, or belongs to the wrong statement for its role.`;

const CENTER = `The center of a line is that of the site the line belongs to; a type may be mapped to the center of
the company instead. A site without a center takes the company's, with a warning. Companies that tell
their branches apart by a suffix of the account number have no centers: where the chart has the
branch's own account, that one is taken.`;

/** What makes each substitution happen, in words and as the facts of a document. */
const SUBSTITUTIONS: Readonly<Record<SubstitutionReason, readonly [string, DocumentFacts]>> = {
  'bypass-hyphen': [
    'Invoice of a merchandise vendor without a receipt it is linked to, whose reference begins with a hyphen followed by text: the user chooses the account.',
    { merchandiseInvoice: 'not-linked', hyphenBypass: true },
  ],
  'no-link': [
    'Invoice of a merchandise vendor without a receipt it is linked to.',
    { merchandiseInvoice: 'not-linked' },
  ],
  'converted-po': [
    'The same, for an order taken over from a former system.',
    { merchandiseInvoice: 'converted' },
  ],
  rebate: ['The same, for a rebate of the vendor.', { merchandiseInvoice: 'rebate' }],
  'recovered-by-group': [
    'Sale of a service, a consumable or a special item with a cost, where its group itself has an account for it.',
    { soldWithoutStock: 'service', recoversCost: true },
  ],
  'consumable-cost': ['Sale of a consumable that has a cost.', { soldWithoutStock: 'consumable' }],
  'special-cost': [
    'Sale of a special item at its live or an overridden cost.',
    { soldWithoutStock: 'special' },
  ],
  'vendor-return': [
    "A customer's return that goes on to the vendor, where the company has an account for those.",
    { returnForVendor: true, hasVendorReturnAccount: true },
  ],
  'vendor-return-account-missing': [
    "A customer's return that goes on to the vendor, where the company has none.",
    { returnForVendor: true },
  ],
  'charge-expensed': [
    'A landed cost whose line names an account of the income statement: the charge was expensed when it was invoiced.',
    { expensedCharge: true },
  ],
  'count-reason': ['An adjustment whose reason is a count.', { countReason: true }],
};

/** The program itself is asked what it does with such documents; the words only describe them. */
function substitutionRows(): readonly (readonly string[])[] {
  return Object.entries(SUBSTITUTIONS).flatMap(([reason, [when, facts]]) => {
    const read = accountRoles()
      .map((role) => ({ from: role, ...substituteRole(role, facts) }))
      .filter((one) => one.reason === reason);
    const [first] = read;
    assert(first !== undefined, `a role is read as another because of ${reason}`);
    const from = read.map((one) => one.from).join(', ');
    return [[first.step ?? '', from, first.role, reason, when]];
  });
}

/** Which roles a step of the ladder is for, by its code. */
const STEP_ROLES: Readonly<Record<string, (role: RoleDefinition) => boolean>> = {
  LINE: ({ allowsLine }) => allowsLine,
  PINNED: ({ isBucket }) => isBucket,
  PL_SITE_LOC: ({ place }) => place === 'place',
  PL_SITE: ({ place }) => place !== '',
  REASON: ({ allowsReason }) => allowsReason,
  ITYPE_FG: ({ allowsItemType }) => allowsItemType,
  ITYPE: ({ allowsItemType }) => allowsItemType,
};

function rolesOf(code: string): string {
  const takes = STEP_ROLES[code];
  if (takes === undefined) return 'all';
  return accountRoles()
    .filter((role) => takes(roleDefinition(role)))
    .join(', ');
}
