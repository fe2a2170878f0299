import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import type { EngineHarness } from "./harness";

/** What a sandbox held at one moment: accounts, clusters, states of stacks, and the project. */
export interface Snapshot {
  /** Makes the sandbox hold exactly that again. */
  restore(): Promise<void>;
  remove(): void;
}

/** Copies what a running sandbox holds. */
export async function snapshotOf({ control, data }: EngineHarness): Promise<Snapshot> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-snapshot-"));
  const copies = {
    state: join(directory, "state"),
    backend: join(directory, "backend"),
    project: join(directory, "project"),
  };
  mkdirSync(copies.state);
  await control.copy(copies.state);
  for (const part of ["backend", "project"] as const) {
    cpSync(data[part], copies[part], { recursive: true });
  }
  const parts = ["state", "backend", "project"] as const;
  return {
    restore: async () => {
      await stopServer(data);
      for (const part of parts) {
        rmSync(data[part], { recursive: true });
        cpSync(copies[part], data[part], { recursive: true });
      }
      await startServer(data);
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}
