import { Worker } from 'node:worker_threads';
import {
  FIGURES,
  type Measure,
  type MeasuredFigure,
} from '../../interfaces/cli/measured-figure.ts';
import { httpServer } from '../../interfaces/http/server.ts';
import type { Bench } from './bench-books.ts';
import { stockedCompany } from './bench-company.ts';
import type { Answers, Asked } from './http-clients.ts';
import { measureOf, shareOf } from './rounds.ts';

/** How many clients at once, and how many postings they send together in a round. */
const LOADS = [
  { clients: 1, requests: 2_000 },
  { clients: 8, requests: 6_000 },
  { clients: 64, requests: 12_000 },
] as const;

const SHARES = [
  { of: 'half within', share: 0.5 },
  { of: '99 % within', share: 0.99 },
  { of: '99.9 % within', share: 0.999 },
] as const;

const CLIENTS = new URL('./http-clients.ts', import.meta.url);

/** How long one caller waits for one transaction to be durable, over the real HTTP interface. */
export async function measureHttp({ books, rounds, sized }: Bench): Promise<MeasuredFigure> {
  const { company } = await stockedCompany(books, 'http');
  const server = await httpServer({ books });
  try {
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const url = `${address}/api/v1/companies/${company.code}/transactions`;
    let first = 0;
    const ask = async (clients: number, requests: number): Promise<Answers> => {
      const answers = await answersTo({ url, clients, requests, first });
      first += requests;
      return answers;
    };
    await ask(8, sized(4_000));
    const measures: Measure[] = [];
    for (const { clients, requests } of LOADS) {
      const reached: Answers[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        reached.push(await ask(clients, sized(requests)));
      }
      measures.push(...measuresOf(clients, reached));
    }
    return {
      name: 'http',
      title: FIGURES.http,
      measures,
      ratios: [],
      notes: [
        'Every request posts one transaction and is answered when it is on disk. Clients keep their connection, send the next request after the answer to the last, and run in a thread of their own on the same machine.',
      ],
    };
  } finally {
    await server.close();
  }
}

function measuresOf(clients: number, rounds: readonly Answers[]): readonly Measure[] {
  const who = clients === 1 ? '1 client' : `${clients} clients`;
  const rates = rounds.map(({ milliseconds, seconds }) => milliseconds.length / seconds);
  return [
    ...SHARES.map(({ of, share }) =>
      measureOf(
        `${who}: ${of}`,
        'ms',
        rounds.map(({ milliseconds }) => shareOf(milliseconds, share)),
      ),
    ),
    measureOf(`${who}: together`, 'requests/s', rates),
  ];
}

/** Lets clients in a thread of their own ask, so that they do not wait for the server's thread. */
function answersTo(asked: Asked): Promise<Answers> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(CLIENTS, { workerData: asked });
    thread.once('message', (answers: Answers) => resolve(answers));
    thread.once('error', reject);
    thread.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the clients ended with ${code}`));
    });
  });
}
