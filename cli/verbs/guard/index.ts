import { join } from "node:path";
import { type LandingZone, parseArn } from "eks-pod-secrets/grant";
import { accountId, controlPolicyTarget } from "eks-pod-secrets/rules";
import { proveGuards } from "iam-proof";
import { controlPolicyQuotas } from "iam-proof/quotas";
import { becomesOf } from "../../access-answers/assumed";
import { inventoryNames } from "../../access-answers/inventory-names";
import type { WaysAnswer } from "../../access-answers/way-shapes";
import { readSource } from "../../documents/source";
import type { SourceDocuments } from "../../documents/source-documents";
import { builderBoundary } from "../../guard/builder-boundary";
import { type ControlPolicy, GuardTooLarge } from "../../guard/guard-policies";
import {
  guardedAccounts,
  type PlannedGuard,
  planGuards,
  unboundBy,
  unguardedAccounts,
  unknownRotations,
  withoutDeployer,
} from "../../guard/plan-guards";
import { protectedIn } from "../../guard/protected";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { writeTogether } from "../../terminal/output-file";
import { shellWord } from "../../terminal/printed-text";
import { Verb } from "../../terminal/verb";
import type { LiveGuardFacts } from "./live";
import type { GuardAnswer } from "./shape";
import { guardText } from "./text";
import { spareNotes, writePolicies } from "./write-policies";

interface Options {
  inventory?: string;
  exempt?: string[];
  unit?: string;
  live?: true;
  write?: string;
  kubernetes?: true;
  kubernetesName?: string[];
  clusterObjects?: string[];
  json?: true;
}

/** `guard`: the control policies that keep others from changing who reads. */
export function command(): Verb {
  return new Verb("guard", "write control policies that keep others from changing who reads")
    .description(
      "Writes service and resource control policies for AWS Organizations. They deny, to everybody but those who deploy\n" +
        "and administer, each call by which somebody could come to read a secret of the inventory. Proves, for every\n" +
        "possible request, that they do, and that they deny nothing else. Changes nothing at AWS.\n" +
        "Exit code 0: proved; 1: refuted; 2: unknown, or an error.",
    )
    .option("--inventory <FILE>", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option(
      "--exempt <ARN...>",
      "roles and users that may go on making these calls, beside the inventory's deployRole and\nadministrators",
    )
    .option("--live", "look in the accounts whether these are there, and who may become them")
    .option("--unit <ID>", "one guard for the organizational unit that has all accounts")
    .option("--kubernetes", "also write admission policies for the readers' clusters")
    .option(
      "--kubernetes-name <NAME...>",
      "with --kubernetes, users and groups of the cluster that these exempt: NAME, or group:NAME",
    )
    .option(
      "--cluster-objects <FILE...>",
      "with --kubernetes, what clusters hold, as kubectl get -o yaml prints it, for several clusters\nCLUSTER_ARN=FILE: names the bindings to take away; --live reads the clusters itself",
    )
    .option(
      "--write <DIR>",
      "write each policy to a file of its own, and all to guards.json for AccessGuards",
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema guard describes it")
    .ending(`
Examples:
  $ eks-pod-secrets guard --live --write guards
  $ eks-pod-secrets guard --exempt arn:aws:iam::111111111111:role/deploy arn:aws:iam::222222222222:role/deploy
  $ eks-pod-secrets guard --live --unit ou-exam-12345678 --json`)
    .action(run);
}

const CODES = { proved: "ok", refuted: "refuted", unknown: "error" } as const;

async function run(options: Options): Promise<void> {
  const { exempt: named = [], unit, write } = options;
  const isUnit = (id: string) =>
    controlPolicyTarget.pattern.test(id) && !accountId.pattern.test(id);
  if (unit !== undefined && !isUnit(unit)) {
    throw new UserError(
      `--unit must be the id of an organizational unit or a root, got "${unit}"; aws organizations list-organizational-units-for-parent lists units`,
    );
  }
  const file = options.inventory ?? DEFAULT_INVENTORY;
  const { landingZone: zone } = await usableInventory(file);
  const live = options.live && (await import("./live.js"));
  const facts = live && (await live.liveGuardFacts(zone, file, named));
  const planned = plannedFor(zone, named, unit, facts);
  const boundaries = unguardedAccounts(zone).map((account) => ({
    account: account.id,
    ...orTooLarge(() => builderBoundary(protectedIn(zone, account, named))),
  }));
  const { claims, result } = await proveGuards([
    ...planned.flatMap(({ guards }) => guards),
    ...boundaries.map(({ guard }) => guard),
  ]);
  const left = live && facts && (await live.waysLeft(facts, planned));
  const exempt = planned.flatMap((one) => one.exempt);
  const source = facts?.source ?? (await readSource({ kind: "inventory", file }));
  const kubernetes = options.kubernetes && (await kubernetesPart(source, exempt, options));
  const answer: GuardAnswer = {
    result,
    ...(kubernetes && { kubernetes }),
    guards: planned.map((one) => answerOf(one, facts, write)),
    claims,
    ...(left && { ways: left }),
    unguarded: boundaries.map(({ account, document, name }) => ({
      account,
      boundary: { name, ...fileOf(write, name), document: { ...document } },
    })),
    unbound: unboundBy(zone),
    notes: [
      "whoever reads a secret and is not in the inventory is kept from it: declare a reader, an administrator or the role that rotates it",
      "whoever deploys another inventory to these accounts is kept from changing what both name, such as a cluster or a rolePath: give --exempt for them",
      ...withoutDeployer(zone, named).map(
        ({ id }) =>
          `nobody said who deploys to ${id}: with the guard, up and revoke work there only as its administrators; if others deploy, set deployRole or give --exempt`,
      ),
      ...(facts
        ? (facts.source.live?.unread ?? []).map(({ reason }) => `not looked at: ${reason}`)
        : [
            "nobody looked whether the exempt are there, who vouches for them, and which VPC endpoints have a policy; so no statement guards these: give --live before you attach a guard",
          ]),
    ],
  };
  if (write !== undefined) {
    answer.inventory = writePolicies(answer, write);
    answer.notes.push(...spareNotes(answer, write));
  }
  const isOpen = answer.unguarded.length > 0 || (left?.ways ?? []).some(isOfAwsAlone);
  const words = () => guardText(answer, inventoryNames(source));
  answerWith(answer, options, words, isOpen ? "refuted" : CODES[result]);
}

/** Whether the guard should have closed the way: it involves none of the exempt, and no rights within a cluster. */
function isOfAwsAlone({ declared, steps }: WaysAnswer["ways"][number]): boolean {
  return !declared && steps.every(({ calls }) => calls.every((one) => "request" in one));
}

async function kubernetesPart(
  source: SourceDocuments,
  identities: string[],
  { clusterObjects = [], kubernetesName = [], write }: Options,
) {
  const { clusterGuards } = await import("./kubernetes.js");
  const groups = kubernetesName.flatMap((one) => /^group:(.+)$/.exec(one)?.[1] ?? []);
  const users = kubernetesName.filter((one) => !one.startsWith("group:"));
  const found = await clusterGuards(source, { users, groups, identities }, clusterObjects);
  if (write === undefined) return found;
  const fileFor = (cluster: string) => join(write, `admission-${cluster.split("/").at(-1)}.json`);
  const named = found.map((one) => ({ ...one, file: fileFor(one.cluster) }));
  const text = (items: object[]) =>
    `${JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 2)}\n`;
  writeTogether(new Map(named.map(({ file, objects }) => [file, text(objects)])));
  return named;
}

function plannedFor(
  zone: LandingZone,
  named: string[],
  unit: string | undefined,
  facts: LiveGuardFacts | undefined,
): PlannedGuard[] {
  const accounts = guardedAccounts(zone);
  if (accounts.length === 0) {
    throw new UserError(
      "the inventory must have an account that is not the management account and holds a secret, a key, a parameter or a cluster: no control policy protects others",
    );
  }
  // A session's aws:PrincipalArn is the ARN of its role. A denial that exempts a session's ARN exempts nobody.
  const stray = named.find(
    (arn) =>
      !/^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*?$]+$/.test(arn) ||
      !accounts.some(({ id }) => parseArn(arn)?.account === id),
  );
  if (stray !== undefined) {
    throw new UserError(
      `--exempt must name roles and users of IAM, without wildcards, of ${accounts.map(({ id }) => id).join(", ")}, got "${stray}"`,
    );
  }
  const [unknown] = unknownRotations(zone);
  if (unknown) {
    throw new UserError(
      `secrets.${unknown.id}.rotation must have roleArn, the role that rotates it: the guard would stop its rotation`,
    );
  }
  const found = facts && { found: facts.found };
  const planned = orTooLarge(() => planGuards(zone, { named, unit, ...found }));
  const open = planned.find(({ exempt }) => exempt.length === 0);
  if (open) {
    throw new UserError(
      `the guard of ${open.target} must exempt whoever deploys there, or up and revoke would fail: give --exempt ARN, or set deployRole or administrators`,
    );
  }
  return planned;
}

function orTooLarge<Written>(write: () => Written): Written {
  try {
    return write();
  } catch (error) {
    if (error instanceof GuardTooLarge) throw new UserError(error.message);
    throw error;
  }
}

/** The file of a policy, if policies are written. */
function fileOf(directory: string | undefined, name: string): { file?: string } {
  return directory === undefined ? {} : { file: join(directory, `${name}.json`) };
}

const KINDS = [
  ["service", "SERVICE_CONTROL_POLICY"],
  ["resource", "RESOURCE_CONTROL_POLICY"],
] as const;

function answerOf(
  { accounts, exempt, guards: [guard], target }: PlannedGuard,
  facts: LiveGuardFacts | undefined,
  directory: string | undefined,
): GuardAnswer["guards"][number] {
  const policies = KINDS.flatMap(([kind, type]) =>
    (guard?.[`${kind}ControlPolicies`] ?? []).map((document: ControlPolicy, index) => {
      const name = `eks-pod-secrets-${target}-${kind}-${index + 1}`;
      const file = fileOf(directory, name);
      const characters = JSON.stringify(document).length;
      const most = controlPolicyQuotas[kind].size.default;
      return { type, name, ...file, characters, most, document: { ...document } };
    }),
  );
  const content = ({ file, name }: (typeof policies)[number]) =>
    `--content file://${shellWord(file ?? `${name}.json`)}`;
  const there = ({ name, type }: (typeof policies)[number]) =>
    `--policy-id "$(aws organizations list-policies --filter ${type} --query "Policies[?Name=='${name}'].Id" --output text)"`;
  const create = (one: (typeof policies)[number]) =>
    `aws organizations attach-policy --target-id ${target} --policy-id "$(aws organizations create-policy --type ${one.type} --name ${one.name} --description 'who may change who reads' ${content(one)} --query Policy.PolicySummary.Id --output text)"`;
  return {
    target,
    accounts: accounts.map(({ id }) => id),
    exempt: exempt.map((arn) => ({ arn, ...(facts && becomesOf(facts.everyone, arn)) })),
    guarded: (guard?.calls ?? []).map(({ actions, exempt: spared, resources, what }) => ({
      what,
      actions,
      resources,
      exempt: spared,
    })),
    policies,
    attach: policies.map(create),
    // When a guard grows, denials move to its later policies. So those come first, and no denial is missing in between.
    update: policies
      .toReversed()
      .map((one) => `aws organizations update-policy ${there(one)} ${content(one)}`),
    detach: policies.map(
      (one) => `aws organizations detach-policy --target-id ${target} ${there(one)}`,
    ),
  };
}
