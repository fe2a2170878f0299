import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { startSandbox, type TestSandbox } from "../sandbox/support";

/** Moto's tests are of this account. */
const ACCOUNT = "123456789012";

/** Hands out sandboxes: a `POST` to `/WORKER` is answered by a fresh one, and ends the worker's last. */
export interface SandboxSupplier {
  address: string;
  /** What went wrong inside the sandboxes themselves. */
  failures: unknown[];
  close(): Promise<void>;
}

export async function supplySandboxes(): Promise<SandboxSupplier> {
  const sandboxes = new Map<string, TestSandbox>();
  const failures: unknown[] = [];
  const end = async (worker: string) => {
    const sandbox = sandboxes.get(worker);
    sandboxes.delete(worker);
    failures.push(...(sandbox?.failures ?? []));
    await sandbox?.stop();
  };
  const renew = async (worker: string) => {
    await end(worker);
    const sandbox = await startSandbox();
    sandboxes.set(worker, sandbox);
    return { endpoint: sandbox.endpoint, ...sandbox.administrator(ACCOUNT) };
  };
  const server = createServer((request, response) => {
    renew(request.url ?? "").then(
      (given) => response.end(JSON.stringify(given)),
      (error) => {
        failures.push(error);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    close: async () => {
      server.close();
      await Promise.all([...sandboxes.keys()].map(end));
    },
  };
}
