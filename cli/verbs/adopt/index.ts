import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { secretName } from "iam-proof/names";
import { ADOPTED } from "../../../stacks/import-file";
import { type Adoption, adoption } from "../../adopt/adoption/adoption";
import { deployersOf } from "../../adopt/adoption/pods";
import { forgetting } from "../../adopt/forgetting/forgetting";
import { type Found, type Holdings, TOOLS, together } from "../../adopt/found";
import { accessChanges, documentsAfter, readings } from "../../adopt/page/access-changes";
import { answerOf } from "../../adopt/page/answer";
import { forgettingLines, leftLine, pageText } from "../../adopt/page/page-text";
import type { Forgetting } from "../../adopt/shape";
import { heldAddresses, withHolders } from "../../adopt/states/holdings";
import { heldInPulumi } from "../../adopt/states/pulumi";
import { heldInTerraform } from "../../adopt/states/terraform";
import { readJsonText } from "../../documents/documents-file";
import { DEFAULT_INVENTORY, newInventoryId, usableInventory } from "../../inventory/inventory-file";
import { FileError, UserError } from "../../terminal/errors";
import { answerWith, print } from "../../terminal/output";
import { requireKnown } from "../../terminal/printed-text";
import { filesOf, requireFree, writeFiles } from "./files";
import { accountsGiven, placesGiven } from "./places";

/** Bytes that a state may have. */
const STATE_LIMIT = 256 * 1024 * 1024;

interface Options {
  live?: true;
  account?: string[];
  cluster?: string[];
  region?: string;
  inventory: string;
  id?: string;
  terraform?: string[];
  pulumi?: string[];
  letGo?: string[];
  takeOver?: string[];
  force?: true;
  undo?: true;
  json?: true;
}

/** `adopt`: take over what exists. */
export function command(): Command {
  return new Command("adopt")
    .summary("write the inventory, and the imports, of what exists already")
    .description(
      "Reads accounts and clusters, and writes an inventory of the pods that read secrets there, the objects that up\n" +
        "imports, and a page: what was found, what is taken over, what is left and why, and who gains or loses access.\n" +
        "Changes nothing in AWS or in a cluster, and reads no value. The last lines say what comes next.\n" +
        "Exit code 0: every reader that was found is declared; 1: some are left, as the page says; 2: an error.",
    )
    .option("--live", "read the accounts and clusters, by the AWS SDK and the clusters' APIs")
    .option(
      "--account <NAME=ID...>",
      "accounts by a name of your own; NAME=ID,region=…,profile=… or NAME=ID,role=ARN says more",
    )
    .option(
      "--cluster <NAME...>",
      "clusters of the first account; ACCOUNT/NAME of another, NAME@REGION in another region",
    )
    .option("--region <REGION>", "region of accounts that say no other (default: AWS_REGION)")
    .option("--inventory <FILE>", "the inventory to write", DEFAULT_INVENTORY)
    .option("--id <ID>", "id of the inventory (default: a random one, or with --force the former)")
    .option(
      "--terraform <FILE...>",
      "what terraform show -json prints of states that may hold something of it",
    )
    .option("--pulumi <FILE...>", "what pulumi stack export prints of other programs' stacks")
    .option(
      "--let-go <NAME...>",
      "tools, or addresses in their states, that hold nothing any more, such as terraform",
    )
    .option(
      "--take-over <SECRET...>",
      "secrets whose policies are taken over though somebody loses access by it",
    )
    .option("--force", "overwrite what an earlier adopt has written")
    .option(
      "--undo",
      "take what up has taken over out of the stacks again, and leave it as it is; the import\nfiles stay, so up takes it over again until they are deleted",
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema adopt describes it")
    .addHelpText(
      "after",
      `
Credentials: those of the environment, or the profile of the AWS configuration that has the account's name or id, or
profile= or role= after the account. eks-pod-secrets permissions --for adopt --account ID prints the least rights.

Terraform, Pulumi, eksctl, CloudFormation, ACK, Crossplane, Helm, Argo CD and Flux hold what they made, and would write
it back or delete it. What they hold is left until they have forgotten it; the page says how.

Examples:
  $ eks-pod-secrets adopt --live --account platform=111111111111 --cluster shop --region eu-west-1
  $ terraform show -json > state.json
  $ eks-pod-secrets adopt --live --account platform=111111111111 --cluster shop --region eu-west-1 --terraform state.json
  $ eks-pod-secrets adopt --live --account platform=111111111111 data=222222222222,profile=data \\
      --cluster shop lab@eu-central-1 --region eu-west-1 --json
  $ eks-pod-secrets adopt --undo`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { account: given = [], cluster = [], force = false, inventory } = options;
  const { id = idBefore(options) ?? newInventoryId(), letGo = [], takeOver = [] } = options;
  if (options.undo) return undo(options);
  if (!options.live) throw new UserError("--live must be given: adopt reads accounts and clusters");
  if (given.length === 0) throw new UserError("--account must name at least one account");
  if (cluster.length === 0) throw new UserError("--cluster must name at least one cluster");
  const { AWS_DEFAULT_REGION, AWS_REGION } = process.env;
  const accounts = accountsGiven(given, options.region ?? (AWS_REGION || AWS_DEFAULT_REGION));
  const directory = join(dirname(inventory), ADOPTED);
  requireFree(force ? [] : [inventory, directory]);

  const { pulumi = [], terraform = [] } = options;
  const read = (file: string) => readJsonText(file, STATE_LIMIT);
  const states: Holdings[] = [];
  for (const file of terraform) states.push(heldInTerraform(file, await read(file)));
  for (const file of pulumi) states.push(heldInPulumi(file, await read(file)));
  const { foundLive } = await import("../../adopt/live/found-live.js");
  const live = await foundLive(placesGiven(accounts, cluster));
  const found = withHolders(together([live.found, { held: states }]));
  const secrets = found.secrets.map(({ arn }) => arn);
  requireKnown("--let-go must name what was found", letGo, [...TOOLS, ...heldAddresses(found)]);
  requireKnown("--take-over must name a secret that was found", takeOver, secrets.map(secretName));
  const before = await readings("reading today", live.everyone, secrets);
  const decisions = { accounts, id, letGo, takeOver };
  const today = { ...before, policyChangers: live.policyChangers };
  const adopted = adoption({ found, decisions, today });
  if ("problems" in adopted) throw new FileError(adopted.problems);
  const addresses = new Map(found.held.map((one) => [one.source, one.addresses]));
  const { left, readers, targets } = adopted;
  const deployers = readers.flatMap(({ pod }) =>
    [pod.account, ...pod.classes].flatMap((one) => deployersOf(one, decisions)),
  );
  const holders = [...left, ...targets].flatMap(({ heldBy = [] }) => heldBy).concat(deployers);
  const toForget = forgetting(holders, addresses);
  if (adopted.readers.length === 0) throw nothingToAdopt(adopted, toForget, found);
  const then = await readings("reading after", documentsAfter(live.everyone, adopted), secrets);
  const changes = accessChanges(before, then);
  const reasons = new Map([...before.reasons, ...then.reasons]);
  const page = join(directory, "README.md");
  const files = filesOf(adopted, inventory);
  const written = [...files.keys(), page];
  const more = { toForget, changes, written, before: { ...before, reasons } };
  const answer = answerOf({ adopted, found, ...more });
  files.set(page, pageText(answer));
  await writeFiles(files, directory, force);
  const words = () => [pageText(answer), ...written.map((file) => `wrote ${file}`)].join("\n");
  answerWith(answer, options, words, answer.left.length > 0 ? "refuted" : "ok");
}

/** The id of the inventory that is overwritten: stacks that it deployed stay its own. */
function idBefore({ force, inventory }: Options): string | undefined {
  if (!force || !existsSync(inventory)) return undefined;
  return /^id: *["']?([\w-]+)/m.exec(readFileSync(inventory, "utf8"))?.[1];
}

/** Takes what `up` has taken over out of the stacks. */
async function undo({ inventory, json, live }: Options): Promise<void> {
  if (live || json) throw new UserError("--undo must be given without --live and --json");
  const { landingZone } = await usableInventory(inventory);
  const { undoAdoption } = await import("../../stacks/undo-adoption.js");
  const said = await undoAdoption(landingZone, inventory);
  print(said.length > 0 ? said.join("\n") : "no stack holds anything that it took over");
}

function nothingToAdopt({ left }: Adoption, toForget: Forgetting[], { unread }: Found): UserError {
  const says =
    left.length === 0
      ? "no pod was found that gets a role and reads a secret by it; nothing was written"
      : `no reader can be taken over, and nothing was written: ${left.map(leftLine).join(" ")}`;
  const open = unread.map((one) => `could not be read: ${one}`);
  return new UserError([says, ...open, ...forgettingLines(toForget)].join("\n"));
}
