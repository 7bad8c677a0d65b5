import { poolKey, positionKey } from 'perpetua-core';
import type {
  BooksInspection,
  Condition,
  Finding,
  InspectionSession,
  LogEnd,
} from './inspection.ts';
import { MOST_OFFENDING_ROWS, OffendingRows } from './offending-rows.ts';
import { placeName, poolDifference, positionDifference } from './replay-comparison.ts';
import { type Divergence, type Replay, replayLog } from './replay-log.ts';
import { SealChain } from './seal-chain.ts';
import { streamsFinding } from './streams/verify-streams.ts';

/** What came out of a verification, and of which state of the books. */
export type Verification = {
  readonly end: LogEnd;
  readonly kept: boolean;
  readonly findings: readonly Finding[];
};

const REPLAY: Condition = {
  invariant: 'I8',
  title: 'The log decided again gives the same movements and postings',
  why: 'Every figure must follow from what was sent. The row is the first event that does not.',
};

const STATE: Condition = {
  invariant: 'I8',
  title: 'The log decided again leads to the same pools and the same stock',
  why: 'The state is what the next cost is computed from. A row is a pool or a place that differs.',
};

/**
 * Verifies the books of a company as they are at one moment, without holding anybody up: every
 * condition that is a query, the seal over the log (`I9`) and the replay of the log through the
 * core (`I8`). Nothing stops at the first fault; every condition is reported, kept or broken.
 *
 * @param listen is told each finding as it is made, since a long history takes its time
 */
export function verifyBooks(
  inspection: BooksInspection,
  company: number,
  listen: (finding: Finding) => void = () => undefined,
): Promise<Verification> {
  return inspection.inspecting(company, async (session) => {
    const findings: Finding[] = [];
    const found = (finding: Finding) => {
      findings.push(finding);
      listen(finding);
    };
    for await (const finding of session.findings(MOST_OFFENDING_ROWS)) found(finding);
    const chain = new SealChain();
    const { replay, divergence } = await replayLog(session, (batch) => chain.add(batch));
    found(chain.finish(session.end));
    found(replayFinding(divergence));
    found(await stateFinding(session, replay, divergence));
    found(await streamsFinding(session, replay, divergence));
    return { end: session.end, kept: findings.every(({ kept }) => kept), findings };
  });
}

function replayFinding(divergence: Divergence | undefined): Finding {
  const rows = new OffendingRows();
  if (divergence !== undefined) {
    const { event, batch, ...told } = divergence;
    rows.add({ event: String(event), batch: String(batch), ...told });
  }
  return rows.of(REPLAY);
}

/** Compares the stored state with the one the replay led to, both ways. */
async function stateFinding(
  session: InspectionSession,
  replay: Replay,
  divergence: Divergence | undefined,
): Promise<Finding> {
  const rows = new OffendingRows();
  const add = (where: string, what: string | undefined) => {
    if (what !== undefined) rows.add({ where, what });
  };
  if (divergence !== undefined) {
    add('all', `not compared, since the replay ended at event ${divergence.event}`);
    return rows.of(STATE);
  }
  const pools = new Map(replay.pools);
  for await (const pool of session.pools()) {
    const key = poolKey(pool.address);
    add(`pool ${pool.number}`, poolDifference(pool, pools.get(key)));
    pools.delete(key);
  }
  for (const { number } of pools.values()) add(`pool ${number}`, 'the pool is missing');
  const positions = new Map(replay.positions);
  for await (const [address, position] of session.positions()) {
    const key = positionKey(address);
    add(placeName(address), positionDifference(position, positions.get(key)));
    positions.delete(key);
  }
  for (const key of positions.keys()) add(key.split('\n').join(' · '), 'the stock is missing');
  return rows.of(STATE);
}
