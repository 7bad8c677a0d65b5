import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { PostgresConnection } from '../../packages/server/src/storage/embedded/server-door.ts';

/** The server hears of the commit, or it does not; the client hears nothing either way. */
type Moment = 'before the commit' | 'after the commit';

/** A door to the same database that can be slammed. */
export type CuttingProxy = {
  readonly connection: PostgresConnection;
  /** Cuts the next so many connections at the moment they commit what they wrote. */
  readonly cutNext: (moment: Moment, times: number) => void;
  /** How many have been cut. */
  readonly cuts: () => number;
};

/** Words of the protocol, with the zero that ends a text in it. */
const WRITING = Buffer.from('insert-events\0');
const COMMIT = Buffer.from('commit\0');
const COMMITTED = Buffer.from('COMMIT\0');

const closing: (() => void)[] = [];

afterAll(() => {
  for (const close of closing.splice(0)) close();
});

/**
 * Stands between clients and the server and passes everything on until it is told to cut. Only
 * transactions that write events are cut.
 */
export async function cuttingProxy(connection: PostgresConnection): Promise<CuttingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-proxy-'));
  const state: { moment: Moment; left: number; cut: number } = {
    moment: 'before the commit',
    left: 0,
    cut: 0,
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(join(connection.host, `.s.PGSQL.${connection.port}`));
    const hangUp = () => {
      client.destroy();
      upstream.destroy();
    };
    let isWriting = false;
    let isCommitting = false;
    client.on('data', (chunk) => {
      isWriting ||= chunk.includes(WRITING);
      if (chunk.includes(COMMIT)) {
        isCommitting = isWriting && state.left > 0;
        isWriting = false;
      }
      if (isCommitting) {
        state.left -= 1;
        state.cut += 1;
        if (state.moment === 'before the commit') return hangUp();
      }
      return upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isCommitting && chunk.includes(COMMITTED)) return hangUp();
      return client.write(chunk);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', hangUp);
      socket.on('close', hangUp);
    }
  });
  await new Promise<void>((resolve) => server.listen(join(folder, '.s.PGSQL.5432'), resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    connection: { ...connection, host: folder, port: 5432 },
    cutNext: (moment, times) => {
      state.moment = moment;
      state.left = times;
    },
    cuts: () => state.cut,
  };
}
