import { expect, test } from 'vitest';
import { servedBooks } from './served-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
const show = (label: string, a: any) =>
  console.log(label, a.status, a.headers['content-type'], JSON.stringify(a.body).slice(0, 900));
const F1 = { postedOn: '2026-01-05', item: 'F1', site: 'DC' };
test('probe', async () => {
  const { send } = await servedBooks();
  const T = '/api/v1/companies/sample/transactions';
  show('list', await send('GET', '/api/v1/companies'));
  show('404', await send('GET', '/api/v1/frob'));
  show('405', await send('DELETE', '/api/v1/companies'));
  show('root', await send('GET', '/'));
  show('docs', await send('GET', '/api/docs'));
  show('docs/', await send('GET', '/api/docs/'));
  show(
    'unknown company',
    await send('POST', '/api/v1/companies/nope/transactions', {
      transactions: [{ key: 'a', type: 'sale', ...F1 }],
    }),
  );
  show('malformed', await send('POST', T, '{"transactions": ['));
  show('empty', await send('POST', T, ''));
  show('xml', await send('POST', T, '<a/>', { 'content-type': 'text/xml' }));
  show(
    'wrong types',
    await send('POST', T, {
      mode: 'x',
      transactions: [{ key: 1, type: 'sale', ...F1, quantity: 5, foo: 1 }],
      bar: 1,
    }),
  );
  show('proto', await send('POST', T, '{"transactions":[], "__proto__": {"a":1}}'));
  show('array', await send('POST', T, '[]'));
  show(
    'dryRun bad',
    await send('POST', T + '?dryRun=yes', { transactions: [{ key: 'a', type: 'sale', ...F1 }] }),
  );
  show(
    'query unknown',
    await send('POST', T + '?foo=yes', {
      transactions: [{ key: 'a', type: 'sale', ...F1, quantity: '1' }],
    }),
  );
  show(
    'nul key',
    await send('POST', T, {
      transactions: [
        { key: 'a\u0000b', type: 'receive-from-vendor', ...F1, quantity: '1', unitCost: '1' },
        { key: 'ok', type: 'receive-from-vendor', ...F1, quantity: '1', unitCost: '1' },
      ],
    }),
  );
  show(
    'surrogate',
    await send('POST', T, {
      transactions: [
        { key: 'a\ud800b', type: 'receive-from-vendor', ...F1, quantity: '1', unitCost: '1' },
      ],
    }),
  );
  show(
    'surrogate',
    await send('POST', T, {
      transactions: [
        { key: 'a\ud800b', type: 'receive-from-vendor', ...F1, quantity: '1', unitCost: '1' },
      ],
    }),
  );
  show(
    'surrogate ref',
    await send('POST', T, {
      transactions: [
        {
          key: 'c',
          reference: '\ud800b',
          type: 'receive-from-vendor',
          ...F1,
          quantity: '1',
          unitCost: '1',
        },
      ],
    }),
  );
  show(
    'big',
    await send('POST', T, {
      transactions: [
        {
          key: 'big',
          type: 'receive-from-vendor',
          ...F1,
          item: 'F2',
          quantity: '900719925474099',
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    'bigger',
    await send('POST', T, {
      transactions: [
        {
          key: 'big2',
          type: 'receive-from-vendor',
          ...F1,
          item: 'F2',
          quantity: '900719925474099',
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    '10^15',
    await send('POST', T, {
      transactions: [
        {
          key: 'big3',
          type: 'receive-from-vendor',
          ...F1,
          item: 'A1',
          quantity: '1000000000000001',
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    'huge',
    await send('POST', T, {
      transactions: [
        {
          key: 'big4',
          type: 'receive-from-vendor',
          ...F1,
          item: 'A1',
          quantity: '9'.repeat(60),
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    'huge61',
    await send('POST', T, {
      transactions: [
        {
          key: 'big4',
          type: 'receive-from-vendor',
          ...F1,
          item: 'A1',
          quantity: '9'.repeat(61),
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    '201',
    await send('POST', T, {
      transactions: [
        {
          key: 'k'.repeat(201),
          type: 'receive-from-vendor',
          ...F1,
          quantity: '1',
          unitCost: '10.01',
        },
      ],
    }),
  );
  show(
    'emoji',
    await send('POST', T, {
      transactions: [
        {
          key: '😀'.repeat(101),
          type: 'receive-from-vendor',
          ...F1,
          quantity: '1',
          unitCost: '10.01',
        },
      ],
    }),
  );
  const many = (n: number) => ({
    transactions: Array.from({ length: n }, (_, i) => ({
      key: `m${i}`,
      type: 'sale',
      ...F1,
      quantity: '1',
    })),
  });
  show('10001', await send('POST', T, many(10_001)));
  show('100001', await send('POST', T, many(100_001)));
  show('33MB', await send('POST', T, { transactions: [], x: 'y'.repeat(33 * 1024 * 1024) }));
  show(
    'set',
    await send('PUT', '/api/v1/companies/sample/setup', {
      company: { code: 'sample', name: 'x', currency: 'USD' },
    }),
  );
  const s = await send('GET', '/api/v1/companies/sample/setup');
  show('setup', s);
  const p = await send('PUT', '/api/v1/companies/sample/setup', s.body as any, {
    'if-match': '"7"',
  });
  show('stale', p);
  const p2 = await send('PUT', '/api/v1/companies/sample/setup', s.body as any, {
    'if-match': s.headers['etag'] as string,
  });
  show('put', p2);
  const s2 = await send('GET', '/api/v1/companies/sample/setup');
  expect(s2.body).toEqual(s.body);
  const codes = ['c1', 'c2', 'c3', 'c4', 'c5'];
  for (const a of await Promise.all(
    codes.map((code) => send('POST', '/api/v1/companies', sampleSetup({ code }))),
  ))
    show('concurrent', a);
  for (const a of await Promise.all(
    [1, 2, 3].map((n) =>
      send('POST', '/api/v1/companies', sampleSetup({ code: 'same', name: `N${n}` })),
    ),
  ))
    show('same', a);
  show('exists', await send('POST', '/api/v1/companies', sampleSetup({ code: 'same' })));
  show(
    'bad everything',
    await send('POST', '/api/v1/companies', {
      ...sampleSetup({ code: 'bad' }),
      groups: [
        { number: 1000, description: 'x' },
        { number: 0, description: '' },
        { number: '1a', description: 'y' },
      ],
      controls: { frob: '1' },
    }),
  );
  show(
    'proto role',
    await send(
      'POST',
      '/api/v1/companies',
      '{"company":{"code":"pp","name":"x","currency":"EUR"},"controls":{"constructor":"1"}}',
    ),
  );
  const base = sampleSetup({ code: 'bad2' });
  show(
    'bad semantics',
    await send('POST', '/api/v1/companies', {
      ...base,
      controls: { ...base.controls, grni: '9999', scrap: '1300' },
      items: [...base.items!, { code: 'X', name: 'X', group: 77 }],
      accounts: [...base.accounts!, { code: '7', name: 's', accountClass: 'asset', active: false }],
      groups: [
        ...base.groups!,
        { number: 3, description: 'h', accounts: { inventory: '7', cogs: '1300' } },
      ],
      modes: [
        { type: 'sale', role: 'wip', mode: 'account', account: '0' },
        { type: 'sale', role: 'cogs', mode: 'account' },
        { type: 'sale', role: 'cogs', mode: 'reason' },
      ],
    }),
  );
  show('long code', await send('GET', '/api/v1/companies/' + 'x'.repeat(41) + '/setup'));
  show('weird code', await send('GET', '/api/v1/companies/%00/setup'));
  show('weird code', await send('GET', '/api/v1/companies/%ff/setup'));
  show(
    'period',
    await send('PUT', '/api/v1/companies/sample/periods/2026-13', { state: 'closed', reason: 'x' }),
  );
  show(
    'period',
    await send('PUT', '/api/v1/companies/sample/periods/2027-01', { state: 'closed', reason: 'x' }),
  );
  show(
    'period',
    await send('PUT', '/api/v1/companies/sample/periods/2026-01', {
      state: 'closed',
      reason: 'x\u0000',
    }),
  );
  show(
    'setup nul',
    await send('PUT', '/api/v1/companies/sample/setup', {
      company: { code: 'sample', name: 'x', currency: 'EUR' },
      sites: [{ code: 'a\u0000', name: 'x', kind: 'lab' }],
      reasons: [{ code: 'r\u0000', name: 'n\u0000' }],
    }),
  );
  show(
    'setup nul name',
    await send('PUT', '/api/v1/companies/sample/setup', {
      company: { code: 'sample', name: 'x', currency: 'EUR' },
      reasons: [{ code: 'r', name: 'n\u0000' }],
    }),
  );
}, 120000);
