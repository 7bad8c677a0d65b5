import { createServer } from 'node:net';
import { DATABASE, SUPERUSER } from './data-folder.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import type { RunIdentity } from './processes.ts';
import { createSocketFolder, removeSocketFolder, SOCKET_PORT } from './socket-folder.ts';
import { passwordOf } from './superuser-password.ts';

/** How to connect; the fields are those of the client's configuration. */
export type PostgresConnection = {
  /** The folder of the socket, or on Windows the loopback address. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
};

/** Where a server can be reached, what it must be told for that, and how to clear it away. */
export type ServerDoor = {
  readonly connection: PostgresConnection;
  readonly settings: PostgresSettings;
  readonly close: () => void;
};

/**
 * Opens the only door of a server: a socket in a folder of its own, so that there is no port to
 * choose and nothing on the network; on Windows, which has no such sockets for Node, a free port on
 * the loopback address.
 */
export async function openServerDoor(
  dataFolder: string,
  identity: RunIdentity,
): Promise<ServerDoor> {
  if (process.platform === 'win32') return openPort(dataFolder);
  const folder = createSocketFolder(identity);
  return {
    connection: { host: folder, port: SOCKET_PORT, database: DATABASE, user: SUPERUSER },
    settings: {
      listen_addresses: '',
      port: String(SOCKET_PORT),
      unix_socket_directories: folder,
      unix_socket_permissions: '0700',
    },
    close: () => removeSocketFolder(folder),
  };
}

/** The connection as one string, as `DATABASE_URL` takes it. */
export function connectionStringOf(connection: PostgresConnection): string {
  const password = connection.password === undefined ? '' : `:${connection.password}`;
  const host = encodeURIComponent(connection.host);
  return `postgresql://${connection.user}${password}@${host}:${connection.port}/${connection.database}`;
}

async function openPort(dataFolder: string): Promise<ServerDoor> {
  const port = await freePort();
  const password = passwordOf(dataFolder);
  return {
    connection: {
      host: '127.0.0.1',
      port,
      database: DATABASE,
      user: SUPERUSER,
      ...(password === undefined ? {} : { password }),
    },
    settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
    close: () => undefined,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
