import { divideHalfUp, formatDecimal, type UnitCost, unitCost } from 'perpetua-core';
import { CALENDAR } from './calendar.ts';
import type { DemonstrationItem } from './items.ts';
import type { RandomSource } from './random-source.ts';
import type { Vendor } from './vendors.ts';

const WHOLE = 10_000;
/** Unit costs are kept in hundred-millionths; a cent is a million of them. */
const CENT = 1_000_000n;
const HUNDREDTH_OF_CENT = 10_000n;
/** Below this cost, in hundred-millionths, prices are quoted in fractions of a cent. */
const CHEAP = 200_000_000n;

/** What the vendor asks for a unit on a day: his list, the season and a little haggling. */
export function purchasePrice(
  item: DemonstrationItem,
  day: number,
  random: RandomSource,
): UnitCost {
  const list = WHOLE + listChange(item.vendor, day) + seasonalChange(item.vendor, day);
  return priceAt(item.price, list + random.between(-60, 60));
}

/** A price times so many ten-thousandths, rounded as prices are quoted. */
export function priceAt(price: UnitCost, tenThousandths: number): UnitCost {
  const quoted = price < CHEAP ? HUNDREDTH_OF_CENT : CENT;
  return unitCost(divideHalfUp(price * BigInt(tenThousandths), BigInt(WHOLE) * quoted) * quoted);
}

/** Sum of the price steps that have come, in hundredths of a per cent. */
function listChange({ priceSteps }: Vendor, day: number): number {
  let sum = 0;
  for (const { fromDay, basisPoints } of priceSteps) if (fromDay <= day) sum += basisPoints;
  return sum;
}

/** Highest in the peak month, lowest half a year away, in even steps between. */
function seasonalChange({ season }: Vendor, day: number): number {
  const month = CALENDAR[day]?.month ?? season.peakMonth;
  const apart = Math.abs(month - season.peakMonth);
  const distance = apart > 6 ? 12 - apart : apart;
  return Math.trunc((season.basisPoints * (3 - distance)) / 3);
}

/** A unit cost as it is written: two decimals, or four where fractions of a cent matter. */
export function costText(cost: UnitCost): string {
  const text = formatDecimal(cost / HUNDREDTH_OF_CENT, 4);
  return text.endsWith('00') ? text.slice(0, -2) : text;
}
