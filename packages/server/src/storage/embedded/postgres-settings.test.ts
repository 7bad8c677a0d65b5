import { expect, test } from 'vitest';
import { durableSettings, temporarySettings } from './postgres-settings.ts';

const GIBIBYTE = 1024 ** 3;

test.each([
  { memory: 0.1, buffers: '64MB' },
  { memory: 1, buffers: '256MB' },
  { memory: 8, buffers: '2048MB' },
  { memory: 256, buffers: '2048MB' },
])('of $memory GiB a quarter, at most 2 GiB, becomes buffers: $buffers', ({ memory, buffers }) => {
  expect(durableSettings(memory * GIBIBYTE).shared_buffers).toBe(buffers);
});

test('books are on disk when they are acknowledged; only a throw-away server is allowed less', () => {
  const onDisk = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };
  expect(durableSettings()).toMatchObject(onDisk);
  expect(temporarySettings()).toMatchObject({ fsync: 'off', synchronous_commit: 'off' });
});
