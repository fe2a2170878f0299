import { summarise } from "eks-pod-secrets/access";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { region as regionRule } from "eks-pod-secrets/rules";
import { partitionOf } from "iam-proof/names";
import { assumedIn, becomesOf } from "../../access-answers/assumed";
import { inventoryNames } from "../../access-answers/inventory-names";
import { withoutGaps } from "../../access-answers/read-documents";
import {
  type ChangesOptions,
  waysOf,
  withChangesOption,
} from "../../access-answers/through-changes";
import { answerSteadily } from "../../documents/answer-steadily";
import { readSource } from "../../documents/source";
import type { SourceDocuments } from "../../documents/source-documents";
import { usableInventory } from "../../inventory/inventory-file";
import { liveAnswer } from "../../proof/live-answer";
import { oneLock } from "../../proof/one-lock";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { accountIdGiven } from "../../terminal/printed-text";
import { progressBar } from "../../terminal/progress-bar";
import { Verb } from "../../terminal/verb";
import type { SummaryAnswer } from "./shape";
import { summaryText } from "./text";

interface Options extends ChangesOptions {
  account: string;
  live?: true;
  documents?: string;
  region?: string[];
  profile?: string;
  inventory?: string;
  json?: true;
}

/** `summary`: who reads every secret and parameter of an account. */
export function command(): Verb {
  const verb = new Verb(
    "summary",
    "who reads every secret and parameter of an account; no inventory needed",
  )
    .description(
      "Finds who can read each secret and each SecureString parameter of an account, with a solver that tries\n" +
        "every possible request. Says from where and under which conditions: first anyone, then other accounts, then\n" +
        "the account's own roles and users. With an inventory, access that it does not declare comes first.\n" +
        "Exit code 0: the summary is complete; 1: it is complete, and somebody can read whom the inventory does not\n" +
        "declare; 2: it is not complete, or an error.",
    )
    .requiredOption("--account <ID>", "the account: its 12 digits, or its name in the inventory")
    .option("--live", "read what the account holds, by the AWS SDK")
    .option(
      "--documents <FILE>",
      "read a documents file instead; eks-pod-secrets schema documents describes it",
    )
    .option(
      "--region <REGION...>",
      "regions to read (default: those of the inventory, else AWS_REGION)",
    )
    .option("--profile <NAME>", "AWS profile (default: the credentials of the environment)")
    .option(
      "--inventory <FILE>",
      "declares readers and administrators (default: nobody is declared)",
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema summary describes it");
  return withChangesOption(verb)
    .ending(`
Examples:
  $ eks-pod-secrets summary --live --account 111111111111 --region eu-west-1 eu-central-1
  $ eks-pod-secrets summary --live --account 111111111111 --profile audit --json
  $ eks-pod-secrets summary --live --account 111111111111 --through-changes
  $ eks-pod-secrets summary --live --account account-b --inventory landing-zone.yaml
  $ eks-pod-secrets permissions --account 111111111111     # the least rights for it`)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { account, read } = await sourceOf(options);
  const { answer: summary, sources } = await answerSteadily([await read()], async ([source]) => {
    const { nameOfPolicy } = await import("../../documents/live/policy-names.js");
    const bar = progressBar("solving");
    try {
      return await summarise((source as SourceDocuments).documents, account, {
        areIdentitiesWhole: options.live === true,
        nameOf: nameOfPolicy,
        onProgress: bar.update,
      });
    } finally {
      bar.end();
    }
  });
  const [source] = sources as [SourceDocuments];
  const { documents, gaps = [], notes, policyChangers: mayOpen } = source;
  const isDeclared = (documents.grants ?? []).length > 0 || source.zone !== undefined;
  const unexplained = summary.findings.filter(({ explanation }) => !explanation).length;
  const { result, reason, ...found } = withoutGaps(summary, gaps);
  const answer: SummaryAnswer = {
    result,
    ...(reason !== undefined && { reason }),
    account,
    objects: found.objects,
    findings: found.findings.map((one) => ({
      ...one,
      ...(one.who.kind === "role" && {
        roles: one.who.names.map((arn) => ({ arn, ...becomesOf(documents, arn) })),
      }),
    })),
    ...(isDeclared && { unexplained }),
    ...(mayOpen && { mayOpen }),
    ...(await waysOf(source, options, { secrets: found.objects })),
    ...assumedIn(documents),
    notes: [
      ...notes,
      ...oneLock(documents),
      `the root user of account ${account} may read whatever no policy denies it`,
    ],
    ...liveAnswer([source]),
  };
  const code = isDeclared && unexplained > 0 ? "refuted" : "ok";
  const words = () => summaryText(answer, inventoryNames(source));
  const isOpen = result === "unknown" || answer.throughChanges?.result === "unknown";
  answerWith(answer, options, words, isOpen ? "error" : code);
}

/** The account, and how its documents are read. */
async function sourceOf(
  options: Options,
): Promise<{ account: string; read(): Promise<SourceDocuments> }> {
  const { documents, inventory, live, profile, region: regions } = options;
  if ((live === undefined) === (documents === undefined)) {
    throw new UserError(
      `documents must come from one source: name --live, or --documents FILE${live ? ", got both" : ""}`,
    );
  }
  if (documents !== undefined) {
    const stray = (["inventory", "profile", "region"] as const).find((one) => options[one]);
    if (stray) throw new UserError(`--${stray} must stand beside --live, got --documents`);
    const account = accountIdGiven(options.account);
    return { account, read: () => readSource({ kind: "documents", file: documents }) };
  }
  const { accountDocuments } = await import("../../documents/account-documents.js");
  const zone = inventory === undefined ? undefined : (await usableInventory(inventory)).landingZone;
  const known = zone?.accounts.find(
    ({ id, name }) => id === options.account || name === options.account,
  );
  if (zone && !known) {
    const names = zone.accounts.map(({ name }) => name).join(", ");
    throw new UserError(
      `--account must name an account of the inventory (${names}), got "${options.account}"`,
    );
  }
  const declared = zone && inventory !== undefined ? { zone, file: inventory } : undefined;
  const used = [...(zone?.secrets ?? []), ...(zone?.parameters ?? [])]
    .filter((one) => one.account === known)
    .map(({ region }) => region);
  const all = regionsOf(regions, known ? [known.region, ...used] : []);
  const account: ResolvedAccount = known
    ? { ...known, ...(profile && { profile }) }
    : unknownAccount(accountIdGiven(options.account), all[0] as string, profile);
  return {
    account: account.id,
    read: () => accountDocuments({ account, regions: all, ...(declared && { declared }) }),
  };
}

function unknownAccount(id: string, region: string, profile: string | undefined): ResolvedAccount {
  const partition = partitionOf(region);
  return { id, name: id, region, partition, administrators: [], ...(profile && { profile }) };
}

function regionsOf(given: string[] | undefined, declared: string[]): string[] {
  const { AWS_DEFAULT_REGION, AWS_REGION } = process.env;
  const ambient = AWS_REGION || AWS_DEFAULT_REGION;
  const regions = given ?? (declared.length > 0 ? declared : ambient ? [ambient] : []);
  if (regions.length === 0) throw new UserError("--region must be given, as AWS_REGION is not set");
  const wrong = regions.find((one) => !regionRule.pattern.test(one));
  if (wrong !== undefined) {
    throw new UserError(`--region must be ${regionRule.must}, got "${wrong}"`);
  }
  const partitions = new Set(regions.map(partitionOf));
  if (partitions.size > 1) {
    throw new UserError(
      `--region must name regions of one partition, got ${regions.join(" and ")}`,
    );
  }
  return [...new Set(regions)];
}
