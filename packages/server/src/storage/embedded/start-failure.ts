/** Why the embedded PostgreSQL could not be started; one code per thing a person can do about it. */
export type StartFailureCode =
  | 'platform-not-supported'
  | 'binaries-missing'
  | 'binaries-unusable'
  | 'data-folder-in-use'
  | 'data-folder-of-other-version'
  | 'data-folder-not-empty'
  | 'data-folder-unreachable'
  | 'data-folder-not-created'
  | 'start-failed';

/** A failure to start, with what to do about it. It is thrown, because without storage nothing goes on. */
export class PostgresStartFailure extends Error {
  override readonly name = 'PostgresStartFailure';
  readonly code: StartFailureCode;
  readonly remedy: string;

  constructor(code: StartFailureCode, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}
