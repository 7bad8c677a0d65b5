import {
  type CostQuestion,
  DeterminationDesk,
  type Explaining,
  type Item,
  type PoolAddress,
  type PoolHistory,
} from 'perpetua-core';
import { usesLayers } from '../restate-costs.ts';
import type { ReadingSession } from './ports.ts';
import { configurationAt } from './present-configuration.ts';

/** Answers what an explanation asks of the order of costs, and keeps what it learned on the way. */
export class AskedHistories {
  readonly desk: DeterminationDesk;
  readonly items = new Map<string, Item>();
  readonly pools = new Map<number, PoolAddress>();
  readonly #session: ReadingSession;

  private constructor(session: ReadingSession, desk: DeterminationDesk) {
    this.#session = session;
    this.desk = desk;
  }

  static async of(session: ReadingSession): Promise<AskedHistories> {
    return new AskedHistories(session, new DeterminationDesk(await configurationAt(session)));
  }

  readonly itemOf = (code: string): Item => {
    const item = this.items.get(code);
    if (item === undefined) throw new Error(`item ${code} came with the history of its pools`);
    return item;
  };

  /** What an explanation comes to, where it looks at about so many movements of a pool. */
  async answer<Value>(explaining: Explaining<Value>, movements: number): Promise<Value> {
    let next = explaining.next();
    while (next.done !== true) next = explaining.next(await this.#histories(next.value, movements));
    return next.value;
  }

  async #histories(
    { until, ...asked }: CostQuestion,
    movements: number,
  ): Promise<readonly PoolHistory[]> {
    const bounds = { until, withLayers: usesLayers(this.desk.configuration) };
    const from = await this.#session.daysBack({ ...asked, until, movements });
    const histories = await this.#session.costHistories({ ...asked, from }, bounds);
    const codes = new Set<string>();
    for (const { booked, addresses } of histories) {
      this.pools.set(booked.number, booked.address);
      for (const [number, address] of addresses) this.pools.set(number, address);
      for (const { item } of [booked.address, ...addresses.values()]) codes.add(item);
    }
    const missing = [...codes].filter((code) => !this.items.has(code));
    if (missing.length > 0)
      for (const [code, item] of await this.#session.items(missing, 'now'))
        this.items.set(code, item);
    return histories;
  }
}
