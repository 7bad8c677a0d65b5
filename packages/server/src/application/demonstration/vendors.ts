import { assert } from 'perpetua-core';
import type { LineName } from './product-lines.ts';

/** A price change of a vendor's list: from a day of the year on, in hundredths of a per cent. */
type PriceStep = { readonly fromDay: number; readonly basisPoints: number };

/** A supplier, with how he delivers and what he does to his prices. */
export type Vendor = {
  readonly code: string;
  readonly name: string;
  readonly line: LineName;
  /** Weekday of the weekly order, 0 is Monday. */
  readonly orderWeekday: number;
  readonly leadDays: number;
  /** Length of the cycle in which prices breathe, and how far, in hundredths of a per cent. */
  readonly season: { readonly peakMonth: number; readonly basisPoints: number };
  readonly priceSteps: readonly PriceStep[];
};

type Row = readonly [
  code: string,
  name: string,
  line: LineName,
  orderWeekday: number,
  leadDays: number,
  peakMonth: number,
  swing: number,
  steps: string,
];

// biome-ignore format: a table reads as a table
const ROWS: readonly Row[] = [
  // code     name                            line              order lead peak swing price steps: day:basis points
  ['V-1010', 'Norvik Brillen A/S',            'frames',          0,    12,  5,   120,  '59:280 243:150'],
  ['V-1020', 'Occhiali Belluno Srl',          'frames',          1,    18,  4,   200,  '90:340'],
  ['V-1030', 'Jura Lunetterie SA',            'frames',          2,    15,  6,   150,  '31:200 212:-180'],
  ['V-1110', 'Maison Orelle SAS',             'designer-frames', 1,    21,  9,   100,  '59:450'],
  ['V-1120', 'Isaura Vant Eyewear',           'designer-frames', 3,    24,  10,  150,  '120:380 273:220'],
  ['V-1210', 'Solamar Optics SL',             'sunglasses',      2,    16,  5,   550,  '31:250'],
  ['V-1220', 'Norvik Sun A/S',                'sunglasses',      0,    12,  6,   400,  '59:280'],
  ['V-1310', 'Aqualune Contact GmbH',         'contact-lenses',  0,    6,   1,   180,  '90:190 212:160'],
  ['V-1320', 'ClearTide Vision Ltd',          'contact-lenses',  3,    9,   7,   260,  '31:310 181:-240'],
  ['V-1410', 'Silesia Optical Lens sp. z o.o.', 'lenses',        1,    8,   11,  150,  '59:220'],
  ['V-1420', 'Hanse Glas KG',                 'lenses',          4,    10,  3,   130,  '150:310'],
  ['V-1510', 'Kestrel Cases BV',              'accessories',     2,    11,  12,  220,  '59:300 304:-200'],
  ['V-1520', 'Tessuto Fino Srl',              'accessories',     4,    14,  12,  180,  '120:260'],
  ['V-1610', 'PureLine Care NV',              'care',            1,    7,   8,   200,  '31:240 243:310'],
  ['V-1710', 'Zentrum Ophthalmotechnik AG',   'instruments',     3,    28,  3,   250,  '90:420'],
  ['V-1720', 'Keramis Instruments Oy',        'instruments',     0,    32,  9,   350,  '181:-300 273:380'],
  ['V-1810', 'Zentrum Service Parts AG',      'parts',           2,    14,  6,   150,  '90:350'],
];

const VENDORS: readonly Vendor[] = ROWS.map(
  ([code, name, line, orderWeekday, leadDays, peakMonth, swing, steps]) => ({
    code,
    name,
    line,
    orderWeekday,
    leadDays,
    season: { peakMonth, basisPoints: swing },
    priceSteps: steps.split(' ').map(readStep),
  }),
);

function readStep(text: string): PriceStep {
  const [fromDay = 0, basisPoints = 0] = text.split(':').map(Number);
  return { fromDay, basisPoints };
}

/** The vendor of an item: the vendors of a line share its items among them. */
export function vendorOf(line: LineName, rank: number): Vendor {
  const candidates = VENDORS.filter((vendor) => vendor.line === line);
  const vendor = candidates[rank % candidates.length];
  assert(vendor !== undefined, `somebody delivers ${line}`);
  return vendor;
}

/** Vendors whose weekly order is placed on a weekday. */
export const vendorsOrderedOn = (weekday: number): readonly Vendor[] =>
  VENDORS.filter((vendor) => vendor.orderWeekday === weekday);

/** The laboratory outside the company, which also supplies frames of its own. */
export const OUTSIDE_LAB = 'V-1905';

/** Where an office buys something in a hurry. */
export const LOCAL_SUPPLIERS = ['V-1931', 'V-1932', 'V-1933', 'V-1934'] as const;
