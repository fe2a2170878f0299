import { strictEqual } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

const PROVIDERS = join(__dirname, "../../../bin/sandbox/providers");

/** A free port on the loopback address. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

describe("a provider whose engine was killed while it started", () => {
  for (const name of ["aws", "eks", "kubernetes"]) {
    it(`ends by itself: ${name}`, async () => {
      const main = join(PROVIDERS, name, "main.js");
      const child = spawn(process.execPath, [main, `127.0.0.1:${await freePort()}`], {
        stdio: "ignore",
      });
      const late = setTimeout(() => child.kill(), 20_000);
      const [code] = await once(child, "exit");
      clearTimeout(late);
      strictEqual(code, 0);
    });
  }
});
