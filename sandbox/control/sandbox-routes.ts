import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Platform } from "../identity/platform";
import { type AccountRecord, ensureAccount } from "../identity/records/accounts";
import { STATE_FILES } from "../store/lmdb-store";
import { ControlError, type ControlRoute, type StatusPart } from "./control";

/** The operations on the sandbox as a whole: its status, its accounts, what callers were allowed, a copy of it. */
export function sandboxRoutes(platform: Platform, status: StatusPart[]): ControlRoute[] {
  const { store, directory, endpoint } = platform;
  return [
    {
      method: "GET",
      path: "/status",
      handle: () =>
        Object.assign(
          {
            pid: process.pid,
            endpoint,
            accounts: store
              .values<AccountRecord>(["account"])
              .map(({ account, name, region }) => ({ id: account, name, region })),
          },
          ...status.map((part) => part()),
        ),
    },
    {
      method: "POST",
      path: "/accounts",
      handle: ({ members }, now) => {
        const { id, name, region, partition } = members;
        const account = readAccountId(id, "id");
        return {
          id,
          name,
          region,
          ...ensureAccount(store, account, {
            now,
            ...(typeof name === "string" && { name }),
            ...(typeof region === "string" && { region }),
            ...(typeof partition === "string" && { partition }),
          }),
        };
      },
    },
    {
      method: "POST",
      path: "/allowed-actions",
      handle: () => ({ actions: platform.allowed.take() }),
    },
    {
      method: "POST",
      path: "/copy",
      handle: async ({ members }) => {
        const { directory: target } = members;
        if (typeof target !== "string" || target === "") {
          throw new ControlError(400, "directory must be the path of the copy's state directory");
        }
        await store.copyTo(target);
        copyOtherFiles(directory, target);
        return {};
      },
    },
  ];
}

/** Throws where `value` is not the number of an account; `subject` is what the error calls it. */
export function readAccountId(value: unknown, subject: string): string {
  if (typeof value === "string" && /^\d{12}$/.test(value)) return value;
  throw new ControlError(400, `${subject} must be twelve digits, got ${JSON.stringify(value)}`);
}

function copyOtherFiles(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile() && !STATE_FILES.includes(entry.name)) {
      copyFileSync(join(from, entry.name), join(to, entry.name));
    }
  }
}
