import { totalmem } from 'node:os';

/** Server settings by name, as PostgreSQL's `-c name=value` takes them. */
export type PostgresSettings = Readonly<Record<string, string>>;

const MEBIBYTE = 1024 * 1024;

/**
 * The settings of a server that keeps books: everything acknowledged is on disk. `memory` is in
 * bytes and decides the size of the buffers.
 */
export function durableSettings(memory: number = memoryOfThisMachine()): PostgresSettings {
  const buffers = Math.max(64, Math.min(2048, Math.floor(memory / 4 / MEBIBYTE)));
  return {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // The shipped server is built without lz4 and zstd; pglz is always there.
    wal_compression: 'pglz',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${buffers * 2}MB`,
    random_page_cost: '1.1',
    max_connections: '100',
    // The shipped server is built without LLVM.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Start and recovery are recognized by the English words.
    lc_messages: 'C',
  };
}

/** The settings of a server that is thrown away afterwards: fast, and lost with the power. */
export function temporarySettings(): PostgresSettings {
  return {
    ...durableSettings(),
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    shared_buffers: '128MB',
    effective_cache_size: '256MB',
    autovacuum: 'off',
    log_checkpoints: 'off',
  };
}

/** The memory we may use, in bytes: a container's limit, or the machine's. */
function memoryOfThisMachine(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
