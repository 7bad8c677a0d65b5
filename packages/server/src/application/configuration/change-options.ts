import type { BooksStorage, Clock, MappingDraft } from '../ports.ts';

/** Who changes the configuration, and why; kept with the version for ever. */
export type ChangeReason = { readonly changedBy: string; readonly reason: string };

/** Where the books are kept and what time it is there. */
export type Books = { readonly storage: BooksStorage; readonly clock: Clock };

/** How a change is to be made. */
export type ChangeOptions = {
  /**
   * The version the change was made on, 0 for a company that must be new; another one is refused
   * (`configuration-stale`, `company-exists`). Absent: the present version.
   */
  readonly seen?: number | undefined;
  /** Moves the value of stock that the change gives another account, on this day (`002.39`). */
  readonly reclassification?: { readonly postedOn: string } | undefined;
  /** The mapping draft the change comes from; it is gone when the change is kept (`003.24`). */
  readonly mappingDraft?: Pick<MappingDraft, 'id' | 'changedAt'> | undefined;
};
