import type { ASSEMBLIES, Refusal, Result, TransactionInput } from 'perpetua-core';
import { postOne } from './post-one.ts';
import type { PostingAnswer, PostingPlace } from './post-transactions.ts';

/** The types of a document that turns items into others. */
export type AssemblyType = keyof typeof ASSEMBLIES;

/** Such a document: one transaction, whose lines are its other side. */
export type AssemblyRequest = TransactionInput & {
  readonly type: AssemblyType;
  readonly quantity: string;
  readonly lines: NonNullable<TransactionInput['lines']>;
};

/** Posts an assembly, a disassembly or a transfer between items, whole or not at all. */
export const postAssembly = (
  place: PostingPlace,
  request: AssemblyRequest,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> => postOne(place, request, dryRun);
