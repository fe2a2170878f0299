import { Command } from "commander";
import * as z from "zod";
import { DEFAULT_INVENTORY, usableInventory } from "../inventory/inventory-file";
import { print, printJson } from "../terminal/output";

/** What `permissions` answers with `--json`. */
export const permissionsShape = z
  .object({
    accounts: z.array(
      z.object({
        account: z.string().describe("Id of the account."),
        name: z.string().describe("Its name in the inventory."),
        actions: z
          .array(z.object({ action: z.string(), reason: z.string().describe("What it tells.") }))
          .describe("The actions that --live calls there."),
        policy: z
          .object({
            Version: z.string(),
            Statement: z.array(
              z.object({
                Effect: z.string(),
                Action: z.array(z.string()),
                Resource: z.array(z.string()),
              }),
            ),
          })
          .describe("The identity policy that allows them and nothing else."),
      }),
    ),
  })
  .describe("Answer of eks-pod-secrets permissions --json.");

type PermissionsAnswer = z.infer<typeof permissionsShape>;

/** `permissions`: the least rights by which `--live` reads accounts. */
export function command(): Command {
  return new Command("permissions")
    .summary("print the policy that --live needs in each account")
    .description(
      "Prints, for each account of the inventory, the identity policy of whoever reads it with --live:\n" +
        "every action that is called there, what it tells, and no other. None reads a value.\n" +
        "Where names would make the policy longer than IAM accepts, it allows them on the whole account.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--json", "answer in JSON; eks-pod-secrets schema permissions describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets permissions
  $ eks-pod-secrets permissions --json | jq '.accounts[0].policy' > policy.json`,
    )
    .action(run);
}

async function run({ inventory, json }: { inventory: string; json?: true }): Promise<void> {
  const { landingZone } = await usableInventory(inventory);
  const { livePermissions } = await import("../documents/live/live-permissions.js");
  const answer: PermissionsAnswer = { accounts: livePermissions(landingZone) };
  if (json) return printJson(answer);
  print(answer.accounts.map(inText).join("\n\n"));
}

function inText({ account, actions, name, policy }: PermissionsAnswer["accounts"][number]): string {
  const width = Math.max(...actions.map(({ action }) => action.length));
  return [
    `account ${account} (${name}):`,
    ...actions.map(({ action, reason }) => `  ${action.padEnd(width)}  ${reason}`),
    "",
    JSON.stringify(policy, null, 2),
  ].join("\n");
}
