import type { BusinessDate } from '../primitives/business-date.ts';
import {
  type AccountDetermination,
  type AccountQuestion,
  determineAccount,
  lastChange,
  questionName,
} from './account-determination.ts';
import type { Configuration } from './configuration.ts';

/**
 * Answers account questions for one configuration version and remembers the answers: the ladder
 * is climbed once per distinct question and stretch of days, whatever the number of postings.
 */
export class DeterminationDesk {
  readonly configuration: Configuration;
  readonly #answers = new Map<string, AccountDetermination>();

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  /** The determination of a question on a day; the same object for the same question. */
  determine(question: AccountQuestion, date: BusinessDate): AccountDetermination {
    const name = questionName(question, lastChange(this.configuration, date));
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const answer = determineAccount(question, this.configuration, date);
    this.#answers.set(name, answer);
    return answer;
  }
}
