import pg from 'pg';

/** How to reach the server; a connection string or the fields of one. */
export type ConnectionOptions = { readonly connectionString: string } | pg.ClientConfig;

const INT8 = 20;
const DATE = 1082;

/** Whole numbers stay whole and days stay texts; the client's own types would lose both. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return (text: string) => text;
    // The client's signature has one overload a format; both give a parser.
    return format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid);
  },
};

/** A connection of the tables' owner, for migrations only. The caller ends it. */
export async function ownerConnection(options: ConnectionOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...options, types });
  await client.connect();
  return client;
}

/**
 * The application's connections: they act as `perpetua_writer`, which may add to the log and
 * never change it, and which sees the rows of one company at a time.
 */
export function writerPool(options: ConnectionOptions, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    types,
    max: size,
    pipeline: true,
    options:
      '-c role=perpetua_writer -c lock_timeout=60s -c idle_in_transaction_session_timeout=600s',
  });
  // A server that goes away ends idle connections too; the next query says so to its caller.
  pool.on('error', () => undefined);
  return pool;
}
