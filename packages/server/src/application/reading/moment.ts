import {
  type BusinessDate,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { Lane } from '../ports.ts';
import type { Cut, KnownLog } from './known-log.ts';
import type { AsKnown } from './report.ts';

/** The two time axes as they are asked for; both may be left out. */
export type AskedMoment = {
  /** Business date, `YYYY-MM-DD`: nothing dated later is counted. */
  readonly asOf?: string | undefined;
  /**
   * What the books knew: a number of an event (`1042`), a number with the configuration version
   * (`1042@7`), or a day or instant of recording (`2026-03-31`, `2026-03-31T12:00:00Z`).
   */
  readonly asKnown?: string | undefined;
};

/** Where a report stands on both axes. */
export type Moment = {
  /** Null when no date was asked for: everything that is known. */
  readonly asOf: BusinessDate | null;
  readonly asKnown: AsKnown;
  /** Everything recorded is known, under the configuration of now. */
  readonly isLatest: boolean;
  /** Which items are meant: as they are now, which is quick, or as they were at a version. */
  readonly itemsAt: number | 'now';
};

const EVENT = /^(\d{1,15})(?:@(\d{1,9}))?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The log with its end, to find a moment in. */
type OpenLog = KnownLog & {
  readonly lane: Pick<Lane, 'counters' | 'configurationVersion'>;
};

/**
 * Reads both axes against the books. Refuses a date that is none (`date-invalid`) and a state of
 * knowledge that is not reached yet or cannot be read (`request-malformed`).
 */
export async function resolveMoment(
  session: OpenLog,
  asked: AskedMoment,
): Promise<Result<Moment, Refusal>> {
  const reasons: Refusal[] = [];
  const asOf = asked.asOf === undefined ? null : parseBusinessDate(asked.asOf);
  if (asOf === undefined)
    reasons.push(refusal('date-invalid', { field: 'asOf', value: asked.asOf ?? '' }));
  const known = await knownAt(session, asked.asKnown);
  if ('code' in known) reasons.push(known);
  if (reasons.length > 0 || asOf === undefined || 'code' in known) return refused(reasons);
  const { lane } = session;
  const isLatest =
    known.event === lane.counters.event && known.configuration === lane.configurationVersion;
  const { configuration } = known;
  const itemsAt = configuration === lane.configurationVersion ? 'now' : configuration;
  return ok({ asOf, asKnown: known, isLatest, itemsAt });
}

async function knownAt(session: OpenLog, text: string | undefined): Promise<AsKnown | Refusal> {
  const { counters, configurationVersion } = session.lane;
  if (text === undefined) return described(session, counters.event, configurationVersion);
  const [whole, digits, version] = EVENT.exec(text) ?? [];
  if (whole === undefined || digits === undefined) {
    const instant = instantOf(text);
    if (instant === undefined) return malformed(`asKnown is no event, day or instant: ${text}`);
    const event = await session.lastEventBy(instant);
    return described(session, event, await versionAfter(session, event));
  }
  const event = Number(digits);
  if (event > counters.event)
    return malformed(`asKnown ${event} is not recorded yet; the last event is ${counters.event}`);
  if (version === undefined) return described(session, event, await versionAfter(session, event));
  if (Number(version) > configurationVersion || Number(version) < 1)
    return malformed(`there is no configuration version ${version}`);
  return described(session, event, Number(version));
}

/** The configuration that was in force when the event after it was about to be recorded. */
async function versionAfter(session: OpenLog, event: number): Promise<number> {
  const { counters, configurationVersion } = session.lane;
  if (event >= counters.event) return configurationVersion;
  const next = await session.batchOf(event + 1);
  return next?.configurationVersion ?? configurationVersion;
}

async function described(session: OpenLog, event: number, configuration: number): Promise<AsKnown> {
  const batch = await session.batchOf(event);
  return { event, recordedAt: batch?.recordedAt.toISOString() ?? null, configuration };
}

/** A day counts to its end, in universal time like everything that is recorded. */
function instantOf(text: string): Date | undefined {
  if (parseBusinessDate(text) !== undefined) return new Date(`${text}T23:59:59.999Z`);
  if (!INSTANT.test(text) || parseBusinessDate(text.slice(0, 10)) === undefined) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

const malformed = (fault: string): Refusal => refusal('request-malformed', { fault });

/** The limits to read the log with. */
const cutOf = ({ asOf, asKnown }: Moment): Cut => ({ asOf, event: asKnown.event });

/**
 * The limits to read pools with: none when their present state is the answer. A date at or after
 * the last one recorded limits nothing.
 */
export function cutOfPools(moment: Moment, lastDay: BusinessDate | null): Cut | undefined {
  const { asOf, isLatest } = moment;
  const isAll = asOf === null || lastDay === null || asOf >= lastDay;
  return isLatest && isAll ? undefined : cutOf(moment);
}
