import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';

/** Changes of the costing method in the middle of a story: each before the first row of its day or a later one. */
export class DueChanges {
  #open: readonly CompanySetup[];

  constructor(changes: readonly CompanySetup[]) {
    this.#open = changes;
  }

  /** Those that are due before a row of a day. */
  until(day: string): readonly CompanySetup[] {
    const due = this.#open.filter(({ costsFrom = '' }) => costsFrom <= day);
    this.#open = this.#open.filter(({ costsFrom = '' }) => costsFrom > day);
    return due;
  }

  /** Those that no row was left for. */
  rest(): readonly CompanySetup[] {
    const due = this.#open;
    this.#open = [];
    return due;
  }
}
