import type { TransactionInput } from 'perpetua-core';
import type { PostingAnswer } from '../../packages/server/src/application/post-transactions.ts';

/** What a load learned: what was acknowledged, and what nobody knows the outcome of. */
export type Learned = {
  /** Events by key, as they were acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** What was sent and never answered. */
  readonly unknown: readonly TransactionInput[];
  readonly failures: readonly string[];
};

/** Posts a batch somewhere. */
export type Post = (batch: readonly TransactionInput[]) => Promise<readonly PostingAnswer[]>;

const KINDS = [
  { type: 'receive-from-vendor', quantity: '5', unitCost: '3.33' },
  { type: 'otc-sale', quantity: '1' },
  { type: 'adjustment', quantity: '-1', reason: 'Damage' },
] as const;

type Plan = {
  readonly name: string;
  readonly turns: number;
  readonly size: number;
  readonly isStubborn?: boolean;
};

const SENDERS = 3;

/** The batch of one sender and turn; the same ones always give the same batch. */
export function batchOf(name: string, turn: number, size: number): readonly TransactionInput[] {
  return Array.from({ length: size }, (_, index) => ({
    key: `${name}-${turn}-${index}`,
    postedOn: '2026-03-05',
    item: 'F2',
    site: ['DC', 'O1', 'L'][(turn + index) % 3] ?? 'DC',
    ...(KINDS[index % KINDS.length] ?? KINDS[0]),
  }));
}

/**
 * Posts batch after batch, several at once, until `turns` are done. Every sender stops at its first
 * failure unless it is a stubborn one; what it sent last is then unknown.
 *
 * @param answered is told how many transactions have been acknowledged so far
 */
export async function load(
  post: Post,
  { name, turns, size, isStubborn = false }: Plan,
  answered: (count: number) => void = () => undefined,
): Promise<Learned> {
  const acknowledged = new Map<string, number>();
  const unknown: TransactionInput[] = [];
  const failures: string[] = [];
  const acknowledge = (answer: PostingAnswer) => {
    if ('event' in answer) acknowledged.set(answer.key, answer.event);
    else throw new Error(`${answer.key} is ${answer.status}: ${answer.message}`);
  };
  const sender = async (from: number) => {
    for (let turn = from; turn < turns; turn += SENDERS) {
      const batch = batchOf(name, turn, size);
      try {
        (await post(batch)).forEach(acknowledge);
      } catch (error) {
        unknown.push(...batch);
        failures.push(error instanceof Error ? error.message : String(error));
        if (!isStubborn) return;
      }
      answered(acknowledged.size);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, from) => sender(from)));
  return { acknowledged, unknown, failures };
}
