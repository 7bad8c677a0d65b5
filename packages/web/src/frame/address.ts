import { useSyncExternalStore } from 'react';

/** What of the page is in its address, so that nothing is lost on reload and links can be sent. */
export type Address = {
  readonly company: string | undefined;
  readonly by: 'group' | 'site';
  readonly view: 'chart' | 'table';
};

/** Reads the query part of an address; a word nobody knows counts as left out. */
export function readAddress(search: string): Address {
  const given = new URLSearchParams(search);
  return {
    company: given.get('company') ?? undefined,
    by: given.get('by') === 'site' ? 'site' : 'group',
    view: given.get('view') === 'table' ? 'table' : 'chart',
  };
}

/** Writes the query part of an address; what is as usual is left out. */
export function writeAddress({ company, by, view }: Address): string {
  const parts = new URLSearchParams();
  if (company !== undefined) parts.set('company', company);
  if (by !== 'group') parts.set('by', by);
  if (view !== 'chart') parts.set('view', view);
  const search = parts.toString();
  return search === '' ? '' : `?${search}`;
}

/** The present address, and how to change it: another company is a step back can undo. */
export function useAddress(): readonly [Address, (change: Partial<Address>) => void] {
  const search = useSyncExternalStore(whenMoved, () => window.location.search);
  const address = readAddress(search);
  return [
    address,
    (change) => {
      const next = `${window.location.pathname}${writeAddress({ ...address, ...change })}`;
      if (change.company === undefined) window.history.replaceState(null, '', next);
      else window.history.pushState(null, '', next);
      window.dispatchEvent(new PopStateEvent('popstate'));
    },
  ];
}

function whenMoved(tell: () => void): () => void {
  window.addEventListener('popstate', tell);
  return () => window.removeEventListener('popstate', tell);
}
