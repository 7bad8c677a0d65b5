import {
  COMPANY_SETTING_VALUES,
  COMPANY_SETTINGS,
  keysOf,
  POLICIES,
  POLICY_VALUES,
  policyNames,
} from '../../packages/core/src/index.ts';
import { markdownTable, type ReferencePage } from './reference-page.ts';

/** What a company decides once and for all, and what follows from each decision. */
export const POLICIES_PAGE: ReferencePage = {
  file: 'policies.md',
  title: 'Policies',
  printedFrom: ['packages/core/src/determination/policy.ts'],
  blocks: () => [
    INTRODUCTION,
    markdownTable(
      ['policy', 'what it decides', 'usual', 'declared for', 'source'],
      [
        ...policyNames().map((name) => {
          const [usual, source, decides] = POLICIES[name];
          return [
            `\`${name}\``,
            decides,
            `\`${usual}\``,
            'company, inventory group; from a day on',
            source,
          ];
        }),
        ...keysOf(COMPANY_SETTINGS).map((name) => {
          const [usual, setFor, source, decides] = COMPANY_SETTINGS[name];
          return [`\`${name}\``, decides, `\`${usual}\``, setFor, source];
        }),
      ],
    ),
    HOW_TO_DECLARE,
    '## What follows from each value',
    ...policyNames().flatMap((name) => valuesOf(name, POLICIES[name][0], POLICY_VALUES[name])),
    '## Settings of the company',
    SETTINGS,
    ...keysOf(COMPANY_SETTINGS).flatMap((name) =>
      valuesOf(name, COMPANY_SETTINGS[name][0], COMPANY_SETTING_VALUES[name]),
    ),
  ],
};

const INTRODUCTION = `How costs come about is decided by the company and not hidden in the program. Every policy has a
value that is usual; a company that declares nothing has those. What is declared holds from its day on
for every transaction posted on that day or later, until another value begins. An inventory group may
differ from the company, and goes by it again once its own declaration is taken back.`;

const HOW_TO_DECLARE = `Policies are declared in the setup of the company, under \`policies\`:

    { "policy": "late-facts", "value": "forbid", "from": "2026-07-01" }
    { "policy": "late-facts", "group": 3, "value": "prospective", "from": "2026-07-01" }
    { "policy": "late-facts", "group": 3, "value": null, "from": "2027-01-01" }

Null takes a declaration back. Without \`from\` a policy begins on the \`validFrom\` of the setup, and
without that it has always held. Every declaration is a version of the configuration, logged with who,
when, why, before and after (\`perpetua report configuration-changes --kinds policy\`); a dry run shows
it first. What is posted stays as it was posted: a change begins with what is sent after it. What held
in a period that is closed cannot be changed.

\`GET /companies/{company}/policies?on=2026-07-01\` and \`perpetua report policies --as-of 2026-07-01\` say
what holds on a day, since when and for whom.`;

const SETTINGS = `These are policies too, with rules of their own, and are set with the company: \`costingMethod\` and
\`negativeStock\`. A site may say \`negativeStock\` for itself, under \`sites\`; named again without it, it goes by the
company again. Goods under a document, and goods of others, leave no bucket before they were in it, whatever
is set.`;

function valuesOf(
  name: string,
  usual: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const rows = Object.entries(values).map(([value, consequence]) => [
    value === usual ? `\`${value}\` (usual)` : `\`${value}\``,
    consequence,
  ]);
  return [`### \`${name}\``, markdownTable(['value', 'what follows'], rows)];
}
