import { expect, test } from 'vitest';
import { CALENDAR, END_OF_YEAR, shopDayFrom, warehouseDayFrom } from './calendar.ts';

const dayOf = (date: string): number => CALENDAR.findIndex((day) => day.date === date);

test('2026 has 365 days, each on its weekday', () => {
  expect(CALENDAR).toHaveLength(365);
  expect(CALENDAR.at(-1)?.date).toBe('2026-12-31');
  for (const { date, weekday } of CALENDAR) {
    expect([date, weekday]).toEqual([date, (new Date(date).getUTCDay() + 6) % 7]);
  }
});

test('shops are closed on Sundays and holidays, the warehouse on Saturdays as well', () => {
  const saturday = dayOf('2026-03-07');
  expect(CALENDAR[saturday]).toMatchObject({ shopsOpen: true, warehouseOpen: false });
  expect(CALENDAR[saturday + 1]).toMatchObject({ shopsOpen: false, weight: 0 });
  expect(CALENDAR[dayOf('2026-04-06')]).toMatchObject({ shopsOpen: false, warehouseOpen: false });
});

test('work put on a closed day is done on the next open one', () => {
  expect(shopDayFrom(dayOf('2026-03-08'))).toBe(dayOf('2026-03-09'));
  expect(warehouseDayFrom(dayOf('2026-04-03'))).toBe(dayOf('2026-04-07'));
  expect(warehouseDayFrom(dayOf('2026-04-07'))).toBe(dayOf('2026-04-07'));
});

test('after 30 December nothing is open any more', () => {
  expect(shopDayFrom(dayOf('2026-12-30'))).toBe(dayOf('2026-12-30'));
  expect(shopDayFrom(dayOf('2026-12-31'))).toBe(END_OF_YEAR);
  expect(warehouseDayFrom(END_OF_YEAR + 40)).toBe(END_OF_YEAR + 40);
});
