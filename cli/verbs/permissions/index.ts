import { Command } from "commander";
import * as z from "zod";
import { accountTitle } from "../../aws/account-access";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { accountIdGiven } from "../../terminal/account-id-given";
import { UserError } from "../../terminal/errors";
import { print, printJson } from "../../terminal/output";

/** What `permissions` answers with `--json`. */
export const permissionsShape = z
  .object({
    accounts: z.array(
      z.object({
        account: z.string().describe("Id of the account."),
        name: z.string().describe("Its name in the inventory."),
        actions: z
          .array(
            z.object({
              action: z.string(),
              reason: z.string().describe("What it tells."),
              onlySummary: z.literal(true).optional().describe("No verb but summary calls it."),
            }),
          )
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
        "Where names would make the policy longer than IAM accepts, it allows them on the whole account.\n" +
        "With --account, of whoever asks summary --live of that account: no inventory is needed.",
    )
    .option("--inventory <FILE>", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--account <ID>", "for summary, the account's 12 digits")
    .option("--partition <NAME>", "with --account, its partition", "aws")
    .option("--json", "answer in JSON; eks-pod-secrets schema permissions describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets permissions
  $ eks-pod-secrets permissions --json | jq '.accounts[0].policy' > policy.json
  $ eks-pod-secrets permissions --account 111111111111`,
    )
    .action(run);
}

interface Options {
  inventory?: string;
  account?: string;
  partition: string;
  json?: true;
}

async function run(options: Options): Promise<void> {
  const answer: PermissionsAnswer = { accounts: await permissionsFor(options) };
  if (options.json) return printJson(answer);
  print(answer.accounts.map(inText).join("\n\n"));
}

async function permissionsFor({ account, inventory, partition }: Options) {
  if (account === undefined) {
    const { landingZone } = await usableInventory(inventory ?? DEFAULT_INVENTORY);
    const { livePermissions } = await import("../../documents/live/live-permissions.js");
    return livePermissions(landingZone);
  }
  if (inventory !== undefined) {
    throw new UserError("must be given either --inventory or --account, got both");
  }
  const { accountPermissions } = await import("../../documents/live/live-permissions.js");
  return [accountPermissions(accountIdGiven(account), partition)];
}

function inText({ account, actions, name, policy }: PermissionsAnswer["accounts"][number]): string {
  const width = Math.max(...actions.map(({ action }) => action.length));
  return [
    `account ${accountTitle({ id: account, name })}:`,
    ...actions.map(
      ({ action, onlySummary, reason }) =>
        `  ${action.padEnd(width)}  ${reason}${onlySummary ? " (summary alone)" : ""}`,
    ),
    "",
    JSON.stringify(policy, null, 2),
  ].join("\n");
}
