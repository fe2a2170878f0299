import { Option } from "commander";
import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { partitionNames } from "iam-proof/names";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { USES, type Use } from "../../permissions/calls/call";
import { type Trusted, trustedGiven, trustPolicy } from "../../permissions/trust";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { accountIdGiven } from "../../terminal/printed-text";
import { Verb } from "../../terminal/verb";
import type { DeployingAccountAnswer, LiveAccountAnswer, TrustAnswer } from "./shape";
import { permissionsText } from "./text";

/** The uses with rights to read: `--live`, without and with `--through-changes`, `adopt`, and `doctor`, without and with values. */
const READS = ["live", "through-changes", "adopt", "doctor", "doctor-parts"] as const;

/** `permissions`: the least rights for reading accounts, or for deploying to them. */
export function command(): Verb {
  return new Verb(
    "permissions",
    "print the policies that reading or deploying needs in each account",
  )
    .description(
      "Prints the smallest IAM policies for each account of the inventory, with a reason for each action. --for says\n" +
        "for what: to read the account with --live, to deploy its stacks, or to use one verb. The policies of live\n" +
        "let nobody read a value. An action that is known only from documentation has its source.",
    )
    .addOption(
      new Option("--for <USE>", "what the policies are for: see below")
        .choices([...READS, ...USES])
        .default("live"),
    )
    .option(
      "--trust <JOBS>",
      "also print the trust policy for github:ORG/REPO[:ENVIRONMENT] or gitlab:GROUP/PROJECT[:BRANCH]",
    )
    .option("--inventory <FILE>", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--account <ID>", "the account of summary --live or adopt, 12 digits")
    .addOption(
      new Option("--partition <NAME>", "with --account, its partition (default: aws)").choices(
        partitionNames,
      ),
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema permissions describes it")
    .ending(`
--for live     prove, plan, summary and others with --live. If names would make the policy longer than IAM accepts,
               it allows the actions on the whole account. With --account, the policy is for summary --live of that
               account, and no inventory is needed.
--for through-changes   those of live, and what --live with --through-changes reads beside them: who enters clusters, and what
               runs with roles. In each cluster it needs the ClusterRole that is printed.
--for adopt    adopt, of the whole account that --account names; in clusters it lists objects
--for doctor   those of live, and what doctor reads of clusters; --for doctor-parts also allows to read the values, for
               doctor --read-parts
--for deploy   up, preview, refresh and destroy; one role for each stack
--for pulumi   pulumi up, preview, refresh and destroy, run without this command
--for put, revoke, restore   only that verb

Pulumi's backend, and the key that encrypts its states, need rights of their own. So do the clusters: if others made
a cluster, the role that deploys to it needs an access entry with AmazonEKSClusterAdminPolicy.
A GitHub repository that was made or renamed since 15 July 2026 puts ids into its tokens: give --trust
github:ORG@ID/REPO@ID. Without ENVIRONMENT, jobs must be in the environment with the account's name. Without BRANCH,
they must be on main.

Examples:
  $ eks-pod-secrets permissions
  $ eks-pod-secrets permissions --json | jq '.accounts[0].policy' > policy.json
  $ eks-pod-secrets permissions --account 111111111111
  $ eks-pod-secrets permissions --for deploy --trust github:example/secrets
  $ eks-pod-secrets permissions --for put --json | jq '.accounts[].roles[].policies'`)
    .action(run);
}

interface Options {
  for: (typeof READS)[number] | Use;
  trust?: string;
  inventory?: string;
  account?: string;
  partition?: string;
  json?: true;
}

async function run(options: Options): Promise<void> {
  const accounts = await permissionsFor(options);
  answerWith({ accounts }, options, () => permissionsText(accounts));
}

async function permissionsFor(
  options: Options,
): Promise<(LiveAccountAnswer | DeployingAccountAnswer)[]> {
  const { account, inventory, for: use, trust } = options;
  const { partition = "aws" } = options;
  const trusted = trust === undefined ? undefined : trustedGiven(trust);
  if (account !== undefined) {
    if (inventory !== undefined) {
      throw new UserError("must be given either --inventory or --account, got both");
    }
    if (use !== "live" && use !== "through-changes" && use !== "adopt") {
      throw new UserError(`--account must be given without --for ${use}, which needs an inventory`);
    }
    const id = accountIdGiven(account);
    const permissions = await accountRights(use, id, partition);
    return [{ ...permissions, ...trustOf(trusted, { id, name: id, partition }) }];
  }
  if (options.partition !== undefined) {
    throw new UserError(
      `--partition must be given with --account, got ${partition} alone; the regions of an inventory say its partition`,
    );
  }
  const { landingZone } = await usableInventory(inventory ?? DEFAULT_INVENTORY);
  const found = await rightsFor(use, landingZone);
  return found.map((one) => {
    const named = landingZone.accounts.find(({ id }) => id === one.account);
    return { ...one, ...(named && trustOf(trusted, named)) };
  });
}

async function accountRights(
  use: "live" | "through-changes" | "adopt",
  id: string,
  partition: string,
) {
  if (use === "live") {
    const { accountPermissions } = await import("../../documents/live/live-permissions.js");
    return accountPermissions(id, partition);
  }
  if (use === "through-changes") {
    const { accountChangesPermissions } = await import(
      "../../access-answers/changes-permissions.js"
    );
    return accountChangesPermissions(id, partition);
  }
  return (await import("../../adopt/live/adopt-calls.js")).adoptPermissions(id, partition);
}

async function rightsFor(use: Options["for"], zone: LandingZone) {
  switch (use) {
    case "adopt":
      throw new UserError("--for adopt needs --account: adopt makes the inventory");
    case "live":
      return (await import("../../documents/live/live-permissions.js")).livePermissions(zone);
    case "through-changes":
      return (await import("../../access-answers/changes-permissions.js")).changesPermissions(zone);
    case "doctor":
    case "doctor-parts": {
      const { doctorPermissions } = await import("../../doctor/facts/doctor-permissions.js");
      return doctorPermissions(zone, use === "doctor-parts");
    }
    default:
      return (await import("../../permissions/deploy-permissions.js")).deployPermissions(zone, use);
  }
}

function trustOf(
  trusted: Trusted | undefined,
  account: Pick<ResolvedAccount, "id" | "name" | "partition">,
): { trust?: TrustAnswer } {
  if (!trusted) return {};
  const { audience, issuer } = trusted;
  return {
    trust: { openIdProvider: `https://${issuer}`, audience, policy: trustPolicy(trusted, account) },
  };
}
