import type { Socket } from "node:net";

/** The connections of which nothing is being answered: they sent nothing, part of a request, or nothing after an answer. */
export interface WaitingConnections {
  /** Cuts the one that has waited longest where there are too many. Anyone on this machine can open connections. */
  add(connection: Socket): void;
  remove(connection: Socket): void;
  cutAll(): void;
}

export function waitingConnections(most: number): WaitingConnections {
  const waiting = new Set<Socket>();
  const known = new WeakSet<Socket>();
  const remove = (connection: Socket) => {
    waiting.delete(connection);
  };
  return {
    remove,
    add(connection) {
      if (connection.destroyed) return;
      if (!known.has(connection)) connection.once("close", () => remove(connection));
      known.add(connection);
      // To the end of the line.
      remove(connection);
      waiting.add(connection);
      const [oldest] = waiting;
      if (waiting.size > most) oldest?.destroy();
    },
    cutAll() {
      for (const connection of waiting) connection.destroy();
    },
  };
}
