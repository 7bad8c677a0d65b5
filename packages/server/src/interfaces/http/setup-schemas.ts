import { Type } from '@fastify/type-provider-typebox';
import {
  ACCOUNT_CLASSES,
  ACCOUNT_SYNCS,
  accountRoles,
  COSTING_METHODS,
  entryTypes,
  ITEM_CLASSES,
  LOCATION_STATUSES,
  NEGATIVE_STOCK,
  OWNERSHIPS,
  policyNames,
  policyValues,
  SET_STREAMS,
  SITE_KINDS,
  transactionTypes,
} from 'perpetua-core';
import { PeriodsOfSetup } from './period-schemas.ts';
import { DecimalText, freeText, oneLine } from './text-schemas.ts';

const Words = <Word extends string>(words: readonly Word[]) =>
  Type.Unsafe<Word>({ type: 'string', enum: [...words] });
const closed = { additionalProperties: false } as const;
const Code = oneLine({ minLength: 1, maxLength: 60 });
const Name = freeText({ minLength: 1, maxLength: 200 });
const Account = oneLine({ minLength: 1, maxLength: 40 });
const Center = oneLine({ maxLength: 40 });

const RoleAccountsBody = Type.Object(
  Object.fromEntries(accountRoles().map((role) => [role, Type.Optional(Account)])),
  closed,
);

/** The same at a place; null takes back what was assigned. */
const PlaceAccountsBody = (value: ReturnType<typeof oneLine>) =>
  Type.Object(
    Object.fromEntries(
      accountRoles().map((role) => [role, Type.Optional(Type.Union([value, Type.Null()]))]),
    ),
    closed,
  );

const Group = Type.Integer({ minimum: 1, maximum: 999 });
/** A day as text; whether there is such a day is for the use case to say. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const AccountOrNull = Type.Union([Account, Type.Null()]);
const CodeOrNull = Type.Union([Code, Type.Null()]);
/** Tax types that new items, or the lines of an item, begin with; null takes one back (`000.41`). */
const TaxDefaults = {
  salesTaxType: Type.Optional(CodeOrNull),
  purchaseTaxType: Type.Optional(CodeOrNull),
};
export const ChangeReason = freeText({ minLength: 1, maxLength: 500 });

const TypeCenters = Type.Array(
  Type.Object({ type: Words(transactionTypes()), center: Words(['office', 'company']) }, closed),
);

/** The day on which the value of stock moves that a change gives another account (`002.39`). */
export const ReclassificationQuery = Type.Object(
  {
    dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    reclassifyOn: Type.Optional(Day),
  },
  closed,
);

/** The policies there are, each with its values; which of them does not exist the use case says. */
const POLICIES_IN_WORDS = policyNames()
  .map((name) => `${name}: ${policyValues(name).join(', ')}`)
  .join('; ');

/** Costs by stream of an item of which no stock is kept. */
const SetCostsBody = Type.Object(
  Object.fromEntries(SET_STREAMS.map((stream) => [stream, Type.Optional(DecimalText)])),
  closed,
);

/** A company's setup; on an existing company what is named is added or replaced. */
export const SetupBody = Type.Object(
  {
    company: Type.Object(
      {
        code: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
        name: Name,
        currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        costingMethod: Type.Optional(Words(COSTING_METHODS)),
        negativeStock: Type.Optional(Words(NEGATIVE_STOCK)),
        center: Type.Optional(Center),
        segmentStyle: Type.Optional(Words(['center', 'suffix', 'none'])),
        suffixAt: Type.Optional(Type.Integer({ minimum: 0, maximum: 39 })),
        accountLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 40 })),
        strictCenters: Type.Optional(Type.Boolean()),
        wipInTransitByItemType: Type.Optional(Type.Boolean()),
        accountSync: Type.Optional(Words(ACCOUNT_SYNCS)),
        selfBalancingSites: Type.Optional(Type.Boolean()),
        goodsReceivedNotes: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    integration: Type.Optional(
      Type.Object(
        { integrated: Type.Boolean(), entryType: Type.Optional(Words(entryTypes())) },
        {
          ...closed,
          description: 'How a new company begins; without it integrated. Later it is switched.',
        },
      ),
    ),
    validFrom: Type.Optional(Day),
    reason: Type.Optional(ChangeReason),
    accounts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Account,
            name: Name,
            accountClass: Words(ACCOUNT_CLASSES),
            active: Type.Optional(Type.Boolean()),
            removed: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
    controls: Type.Optional(RoleAccountsBody),
    groups: Type.Optional(
      Type.Array(
        Type.Object(
          {
            number: Group,
            description: Name,
            accounts: Type.Optional(RoleAccountsBody),
            services: Type.Optional(Type.Boolean()),
            removed: Type.Optional(Type.Boolean()),
            ...TaxDefaults,
          },
          closed,
        ),
      ),
    ),
    itemTypes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Name,
            otcSale: Type.Optional(Type.Boolean()),
            active: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
    financialGroups: Type.Optional(
      Type.Array(
        Type.Object(
          { code: Code, name: Name, itemType: Code, active: Type.Optional(Type.Boolean()) },
          closed,
        ),
      ),
    ),
    sites: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Name,
            kind: Words(SITE_KINDS),
            center: Type.Optional(Center),
            receivesTransfersAutomatically: Type.Optional(Type.Boolean()),
            negativeStock: Type.Optional(Words(NEGATIVE_STOCK)),
            accounts: Type.Optional(RoleAccountsBody),
            removed: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
    warehouses: Type.Optional(
      Type.Array(
        Type.Object(
          {
            site: Code,
            code: Code,
            name: Type.Optional(Name),
            accountSync: Type.Optional(Words(ACCOUNT_SYNCS)),
          },
          closed,
        ),
      ),
    ),
    locations: Type.Optional(
      Type.Array(
        Type.Object(
          {
            site: Code,
            code: Code,
            warehouse: Type.Optional(Code),
            status: Type.Optional(Words(LOCATION_STATUSES)),
            mixed: Type.Optional(Type.Boolean()),
            ownership: Type.Optional(Words(OWNERSHIPS)),
            removed: Type.Optional(Type.Boolean()),
            removeCopiedAccounts: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
    places: Type.Optional(
      Type.Array(
        Type.Object(
          {
            group: Group,
            site: Code,
            location: Type.Optional(Code),
            accounts: Type.Optional(PlaceAccountsBody(Account)),
            centers: Type.Optional(PlaceAccountsBody(Center)),
          },
          closed,
        ),
      ),
    ),
    reasons: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Type.Optional(Name),
            active: Type.Optional(Type.Boolean()),
            account: Type.Optional(AccountOrNull),
            removed: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
    vendors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Type.Optional(Name),
            merchandise: Type.Optional(Type.Boolean()),
            active: Type.Optional(Type.Boolean()),
            account: Type.Optional(AccountOrNull),
            control: Type.Optional(AccountOrNull),
            site: Type.Optional(CodeOrNull),
          },
          closed,
        ),
      ),
    ),
    customers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Type.Optional(Name),
            active: Type.Optional(Type.Boolean()),
            control: Type.Optional(AccountOrNull),
            site: Type.Optional(CodeOrNull),
          },
          closed,
        ),
      ),
    ),
    convertedOrders: Type.Optional(
      Type.Array(
        Type.Object(
          {
            order: Type.String({ minLength: 1, maxLength: 200 }),
            vendor: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
          },
          closed,
        ),
        {
          description:
            'Purchase orders that were received in a former system: invoices whose PO/Reference names one have no receipt to be linked to.',
        },
      ),
    ),
    taxTypes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Type.Optional(Name),
            rate: Type.Optional(DecimalText),
            active: Type.Optional(Type.Boolean()),
            accountOut: Type.Optional(AccountOrNull),
            accountIn: Type.Optional(AccountOrNull),
          },
          closed,
        ),
      ),
    ),
    items: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code: Code,
            name: Name,
            group: Group,
            itemClass: Type.Optional(Words(ITEM_CLASSES)),
            itemType: Type.Optional(Code),
            financialGroup: Type.Optional(Code),
            category: Type.Optional(Code),
            quantityDecimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
            standardCost: Type.Optional(DecimalText),
            setCosts: Type.Optional(SetCostsBody),
            weight: Type.Optional(DecimalText),
            volume: Type.Optional(DecimalText),
            ...TaxDefaults,
          },
          closed,
        ),
      ),
    ),
    types: Type.Optional(Type.Union([Type.Literal('default'), TypeCenters])),
    modes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            type: Words(['all', ...transactionTypes()]),
            role: Words(accountRoles()),
            mode: Words(['account', 'item-type', 'reason', 'group']),
            account: Type.Optional(Account),
          },
          closed,
        ),
      ),
    ),
    itemTypeAccounts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            role: Words(accountRoles()),
            itemType: Code,
            financialGroup: Type.Optional(Code),
            account: AccountOrNull,
          },
          closed,
        ),
      ),
    ),
    allItemTypes: Type.Optional(
      Type.Array(Type.Object({ role: Words(accountRoles()), account: Account }, closed)),
    ),
    allReasons: Type.Optional(Type.Object({ account: Account }, closed)),
    policies: Type.Optional(
      Type.Array(
        Type.Object(
          {
            policy: oneLine({ minLength: 1, maxLength: 40, description: POLICIES_IN_WORDS }),
            group: Type.Optional(Group),
            from: Type.Optional(Day),
            value: Type.Union([oneLine({ minLength: 1, maxLength: 40 }), Type.Null()]),
          },
          closed,
        ),
      ),
    ),
    costsFrom: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: 'Day from which a new costing method and new standard costs hold; else today',
      }),
    ),
    costsOpenWith: Type.Optional(
      Type.Unsafe<'held-value' | 'kept-stream'>({
        type: 'string',
        enum: ['held-value', 'kept-stream'],
        description:
          'What a new costing method opens with: what stock is worth by the old one (default), or by the stream of the new one, where that is kept beside it (policy `kept-streams`)',
      }),
    ),
    ...PeriodsOfSetup,
  },
  closed,
);

const { modes, itemTypeAccounts, allItemTypes, allReasons, reasons } = SetupBody.properties;

/** What a mapping draft stages: the parts of a setup that make up the mapping (`003.24`). */
export const MappingEditsBody = Type.Object(
  {
    validFrom: Type.Optional(Type.Union([Day, Type.Null()])),
    reason: Type.Optional(ChangeReason),
    types: Type.Optional(TypeCenters),
    modes,
    itemTypeAccounts,
    allItemTypes,
    allReasons,
    reasons,
  },
  closed,
);
