import pg from 'pg';

/** How to reach the server; a connection string or the fields of one. */
export type ConnectionOptions = { readonly connectionString: string } | pg.ClientConfig;

const INT8 = 20;
const INT8_LIST = 1016;
const DATE = 1082;

/** Whole numbers stay whole and days stay texts; the client's own types would lose both. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return BigInt;
    if (oid === INT8_LIST) return wholeNumbersOf;
    if (oid === DATE) return (text: string) => text;
    // The client's signature has one overload a format; both give a parser.
    return format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid);
  },
};

/** A list of whole numbers, none of which is absent: `{1,2}`. */
const wholeNumbersOf = (list: string): readonly bigint[] =>
  list === '{}' ? [] : list.slice(1, -1).split(',').map(BigInt);

/** A connection of the tables' owner, for migrations only. The caller ends it. */
export async function ownerConnection(options: ConnectionOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...options, types });
  // A connection that is lost is told to its queries; nobody else need hear of it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The role that may add to the log and never change it. */
export const WRITER_ROLE = 'perpetua_writer';

const WRITER = `-c role=${WRITER_ROLE} -c lock_timeout=60s -c idle_in_transaction_session_timeout=600s`;

/**
 * Posting looks rows up by their keys and nothing else. A plan made while the tables were small
 * must not outlive their growth, so that the other ways to read a table are not even considered.
 */
const BY_KEY_ONLY = `${WRITER} -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off`;

/**
 * Connections for posting. They act as `perpetua_writer`, which may add to the log and never
 * change it, and which sees the rows of one company at a time. Statements are pipelined.
 */
export const postingPool = (options: ConnectionOptions, size: number): pg.Pool =>
  pool(options, size, BY_KEY_ONLY);

/** Connections for reports: the same rights, and the planner's free choice. */
export const readingPool = (options: ConnectionOptions, size: number): pg.Pool =>
  pool(options, size, WRITER);

function pool(options: ConnectionOptions, size: number, settings: string): pg.Pool {
  const made = new pg.Pool({ ...options, types, max: size, pipeline: true, options: settings });
  // A server that goes away ends idle connections too; the next query says so to its caller.
  made.on('error', () => undefined);
  // A connection in use that is lost tells its queries, and the program beside; nobody listens to
  // that unless somebody is made to, and then it would be the program's end.
  made.on('connect', (client) => client.on('error', () => undefined));
  return made;
}
