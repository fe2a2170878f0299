import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import type { Platform } from "../identity/platform";
import type { OrganizationRecord } from "../identity/policies/organization";
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

/** Throws if `value` is not an account number. `subject` names it in the error. */
function readAccountId(value: unknown, subject: string): string {
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

/** `PUT /_sandbox/organization` puts the accounts (by default all) in one organisation with its control policies, root first; `DELETE` undoes it. */
export function organizationRoutes({ store }: Platform): ControlRoute[] {
  return [
    {
      method: "PUT",
      path: "/organization",
      handle: ({ members }) => {
        const { id, managementAccount, accounts } = members;
        if (typeof id !== "string" || !/^o-[a-z0-9]{10,32}$/.test(id)) {
          throw new ControlError(400, `id must look like o-exampleorg, got ${JSON.stringify(id)}`);
        }
        const all = store.values<AccountRecord>(["account"]).map(({ account }) => account);
        const record: OrganizationRecord = {
          id,
          ...(managementAccount !== undefined && {
            managementAccount: accountId(managementAccount),
          }),
          accounts: Array.isArray(accounts) ? accounts.map(accountId) : all,
          serviceControlPolicies: policies(members.serviceControlPolicies, "scp"),
          resourceControlPolicies: policies(members.resourceControlPolicies, "rcp"),
        };
        store.transaction((writer) => writer.put(["organization"], record));
        return {};
      },
    },
    {
      method: "DELETE",
      path: "/organization",
      handle: () => {
        store.transaction((writer) => writer.remove(["organization"]));
        return {};
      },
    },
  ];
}

function policies(value: unknown, kind: "scp" | "rcp"): Record<string, unknown[][]> {
  const list = value ?? [];
  if (!Array.isArray(list)) throw new ControlError(400, `the ${kind} policies must be a list`);
  return Object.fromEntries(
    list.map((entry: unknown) => {
      const { account, levels } = (entry ?? {}) as Record<string, unknown>;
      if (!Array.isArray(levels) || !levels.every((level) => Array.isArray(level))) {
        throw new ControlError(400, `levels of a ${kind} must be a list of lists of documents`);
      }
      for (const document of levels.flat()) {
        try {
          parsePolicy({ name: `a ${kind} of account ${account}`, document }, kind);
        } catch (error) {
          if (!(error instanceof PolicyGrammarError)) throw error;
          throw new ControlError(400, error.message);
        }
      }
      return [accountId(account), levels];
    }),
  );
}

function accountId(value: unknown): string {
  return readAccountId(value, "an account");
}
