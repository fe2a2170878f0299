import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import type { Platform } from "../identity/platform";
import type { OrganizationRecord } from "../identity/policies/organization";
import type { AccountRecord } from "../identity/records/accounts";
import { ControlError, type ControlRoute } from "./control";
import { readAccountId } from "./sandbox-routes";

/**
 * `PUT /_sandbox/organization {id, managementAccount?, accounts?, serviceControlPolicies?, resourceControlPolicies?}`
 * puts the accounts in one organisation with its control policies, `[{account, levels}]` each, root first; `DELETE`
 * takes them out again. `accounts` defaults to every account of the sandbox.
 */
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
