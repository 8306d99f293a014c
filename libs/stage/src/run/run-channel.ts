import { createConnection, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

import { parseMessage, type RunMessage } from './run-message.ts';

/** Environment variable with the path of the socket on which a stage tells whoever has started Nx how it goes. */
export const CHANNEL_VARIABLE = 'TINTYPE_RUN_CHANNEL';

export interface RunChannel {
  tell(message: RunMessage): void;
  /** Resolves when all that was told is on its way. */
  close(): Promise<void>;
}

/** Connects a stage; `onLost` is called when nobody listens any more, as whoever has started the run is gone. */
export function openRunChannel(path: string, onLost: () => void): RunChannel {
  const socket = createConnection(path);
  let closing = false;
  socket.on('error', onLost);
  socket.on('close', () => {
    if (!closing) onLost();
  });
  socket.resume(); // nothing comes back but the end
  socket.unref();
  return {
    tell: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    close: () => {
      closing = true;
      return new Promise((resolve) => (socket.destroyed ? resolve() : socket.end(resolve)));
    },
  };
}

/** Listens to the stages of a run, each on a connection of its own. @returns closes the socket, after the last word */
export async function listenToRun(
  path: string,
  onStage: () => (message: RunMessage) => void,
): Promise<() => Promise<void>> {
  const told: Promise<unknown>[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onMessage = onStage();
    sockets.add(socket);
    socket.on('error', () => socket.destroy()); // a stage that was killed
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => onMessage(parseMessage(line)));
    told.push(new Promise((resolve) => lines.once('close', resolve)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return async () => {
    server.close();
    for (const socket of sockets) socket.end();
    await Promise.all(told);
  };
}
