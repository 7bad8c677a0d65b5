import { ACCOUNT_CLASSES, type Account, type Configuration } from 'perpetua-core';
import { YES_NO } from '../import-kinds.ts';
import { type MasterReading, sameFields } from './master-reading.ts';

/** Rows of `accounts`. */
export function accountReading({ accounts }: Configuration): MasterReading<Account> {
  return {
    codeOf: (texts) => texts.text('code'),
    prepare: () => Promise.resolve(),
    knownOf: (texts) => accounts.get(texts.text('code')),
    read: (texts, known) => {
      const code = texts.needed('code');
      const name = texts.needed('name');
      texts.needed('class');
      const accountClass = texts.word('class', ACCOUNT_CLASSES, known?.accountClass);
      const was = known === undefined ? undefined : known.active ? 'yes' : 'no';
      const active = texts.word('active', YES_NO, was) !== 'no';
      return accountClass === undefined ? undefined : { code, name, accountClass, active };
    },
    nameOf: ({ code }) => `Account ${code}`,
    same: sameFields,
    setup: (entries) => ({ accounts: entries }),
  };
}
