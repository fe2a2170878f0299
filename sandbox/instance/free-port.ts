import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Ports below those that Linux, macOS and Windows give to connections and to servers that ask for any port. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;

/** A port of the loopback interface on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolveIsFree, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolveIsFree(false) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => resolveIsFree(true)));
  });
}
