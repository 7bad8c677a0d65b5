import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import type { TransactionInput } from 'perpetua-core';
import { simpleMovements } from './simple-movements.ts';

/** What the clients of one round are to do. */
export type Asked = {
  readonly url: string;
  readonly clients: number;
  readonly requests: number;
  /** How many transactions were sent before; their keys are taken. */
  readonly first: number;
};

/** How long every answer took, shortest first, and all of them together. */
export type Answers = { readonly milliseconds: readonly number[]; readonly seconds: number };

/** Clients that each send a transaction, await the answer, and send the next. */
async function askAll({ url, clients, requests, first }: Asked): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const waiting = [...simpleMovements('http', requests, { first })];
  const milliseconds: number[] = [];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const sent = performance.now();
        await post(agent, url, next);
        milliseconds.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { milliseconds: milliseconds.toSorted((a, b) => a - b), seconds };
}

/** Posts one transaction; anything but a posted one is a fault of the benchmark. */
function post(agent: Agent, url: string, transaction: TransactionInput): Promise<void> {
  const body = JSON.stringify({ transactions: [transaction] });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      json(response).then((content) => {
        if (isPosted(content)) resolve();
        else reject(new Error(`a posting was answered with ${JSON.stringify(content)}`));
      }, reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function isPosted(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || !('results' in content)) return false;
  const { results } = content;
  return Array.isArray(results) && results.length === 1 && results[0]?.status === 'posted';
}

// This file is the program of a thread; what it is to do came with it.
parentPort?.postMessage(await askAll(workerData), []);
