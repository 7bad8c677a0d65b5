import type { Configuration, Item, ItemClass, Refusal } from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import type { DraftedChange } from './draft-change.ts';
import { invalid } from './invalid-setup.ts';

type Classes = ReadonlyMap<number, ReadonlySet<ItemClass>>;

/**
 * Groups that a change gives both goods and services: their accounts cannot tell the two apart, which
 * is allowed and worth a second look (`000.17`).
 */
export async function mixedGroupWarnings(
  session: Pick<CompanySession, 'groupItems'>,
  { next, items }: DraftedChange,
): Promise<readonly string[]> {
  if (items.length === 0) return [];
  const classes = withItems(classesOf(await session.groupItems()), items);
  const touched = new Set(items.map(({ group }) => group));
  return [...touched].flatMap((group) => mixedGroupWarning(next, group, classes.get(group)));
}

/** The warning of a group with items of these classes; none where they go together. */
export function mixedGroupWarning(
  { groups }: Pick<Configuration, 'groups'>,
  group: number,
  classes: ReadonlySet<ItemClass> = new Set(),
): readonly string[] {
  if (!classes.has('stock') || !classes.has('service')) return [];
  const named = `group ${group} (${groups.get(group)?.description ?? ''})`;
  return [`${named} has goods and services; they normally have groups of their own`];
}

/** Groups that are to be of services alone and have goods (`000.54`). */
export async function servicesFaults(
  session: Pick<CompanySession, 'groupItems'>,
  { before, next }: DraftedChange,
): Promise<readonly Refusal[]> {
  const made = [...next.groups.values()].filter(
    ({ number, services = false }) =>
      services && before !== undefined && before.groups.get(number)?.services !== true,
  );
  if (made.length === 0) return [];
  const classes = classesOf(await session.groupItems());
  return made
    .filter(({ number }) => classes.get(number)?.has('stock') === true)
    .map(({ number }) =>
      invalid(`group ${number}`, 'it has stock items, so it is not of services alone'),
    );
}

/** The classes of the items that groups have. */
export function classesOf(
  items: readonly { readonly group: number; readonly itemClass: ItemClass }[],
): Classes {
  return withItems(new Map(), items);
}

function withItems(classes: Classes, items: readonly Pick<Item, 'group' | 'itemClass'>[]): Classes {
  const all = new Map([...classes].map(([group, some]) => [group, new Set(some)]));
  for (const { group, itemClass } of items) {
    const known = all.get(group);
    if (known === undefined) all.set(group, new Set([itemClass]));
    else known.add(itemClass);
  }
  return all;
}
