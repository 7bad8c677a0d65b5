import type { Configuration } from 'perpetua-core';
import { configurationOf, type FactKind } from '../configuration/configuration-facts.ts';
import type { ReadingSession } from './ports.ts';

/** All kinds of facts the configuration is made of; items are asked for one by one. */
const KINDS = [
  'company', 'integration', 'costing-method', 'account', 'group', 'item-type', 'financial-group', 'site', 'warehouse',
  'location', 'reason', 'vendor', 'customer', 'tax-type', 'period', 'type', 'mode', 'item-type-account', 'reason-account', 'policy', 'assignment',
] as const satisfies readonly FactKind[]; // biome-ignore format: a list of words

/** The configuration at a version, by default as it is now. */
export async function configurationAt(
  session: ReadingSession,
  version: number = session.lane.configurationVersion,
): Promise<Configuration> {
  return configurationOf(await session.facts(version, KINDS), version);
}
