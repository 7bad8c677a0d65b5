import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TransactionInput } from 'perpetua-core';
import type { ConnectionOptions } from '../../packages/server/src/storage/postgres/connections.ts';

/** What a poster is started with. */
export type Order = { readonly connection: ConnectionOptions; readonly company: number };

/** What became of one transaction, as far as it can be told between processes. */
export type Told = {
  readonly key: string;
  readonly status: 'posted' | 'duplicate' | 'refused';
  readonly event?: number;
  readonly code?: string;
};

/** Another process that posts to the same books. */
export type Poster = {
  readonly post: (transactions: readonly TransactionInput[]) => Promise<readonly Told[]>;
  readonly stop: () => Promise<void>;
};

type Answer = { readonly id: number; readonly told?: readonly Told[]; readonly failure?: string };

/** Starts a poster and waits until it can be told to post. What it cannot post fails with its words. */
export async function startPoster({ connection, company }: Order): Promise<Poster> {
  const program = fileURLToPath(new URL('./poster.ts', import.meta.url));
  const child = fork(program, [JSON.stringify({ connection, company })], { execArgv: [] });
  const waiting = new Map<number, (answer: Answer) => void>();
  const failAll = () => {
    for (const [id, answer] of waiting) answer({ id, failure: 'the poster ended' });
  };
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  child.on('exit', failAll);
  let last = 0;
  const answerTo = async (id: number): Promise<readonly Told[]> => {
    const { told, failure } = await new Promise<Answer>((resolve) => waiting.set(id, resolve));
    waiting.delete(id);
    if (told === undefined) throw new Error(failure);
    return told;
  };
  await answerTo(0);
  return {
    post: (transactions) => {
      last += 1;
      child.send({ id: last, transactions });
      return answerTo(last);
    },
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
