import { expect, test } from 'vitest';
import { type Address, readAddress, writeAddress } from './address.ts';

test('an empty address shows the first company by group as a chart', () => {
  expect(readAddress('')).toEqual({ company: undefined, by: 'group', view: 'chart' });
});

test('what is written is read again', () => {
  const address: Address = { company: 'a&b c', by: 'site', view: 'table' };
  expect(readAddress(writeAddress(address))).toEqual(address);
  expect(writeAddress(address)).toBe('?company=a%26b+c&by=site&view=table');
});

test('what is as usual is left out', () => {
  expect(writeAddress({ company: undefined, by: 'group', view: 'chart' })).toBe('');
});

test('words nobody knows count as left out', () => {
  expect(readAddress('?by=colour&view=pie&x=1')).toEqual(readAddress(''));
});
