import { type Configuration, FIRST_DAY, rowsThatNeverWin } from 'perpetua-core';

/** One sentence for every row that a change makes, or leaves, without use, and that had one before. */
export function shadowWarnings(
  before: Configuration | undefined,
  next: Configuration,
): readonly string[] {
  const known = new Set(before === undefined ? [] : sentencesOf(before));
  return sentencesOf(next).filter((sentence) => !known.has(sentence));
}

/** By the day on which all of the configuration is in force. */
const sentencesOf = (configuration: Configuration): readonly string[] =>
  rowsThatNeverWin(configuration, configuration.changeDays.at(-1) ?? FIRST_DAY).map(
    ({ role, name, account, why }) =>
      `account ${account} for ${role} of ${name} decides nothing: ${why}`,
  );
