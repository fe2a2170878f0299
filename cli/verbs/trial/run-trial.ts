import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { withinCluster } from "../../clusters/found-in-cluster";
import { pulumi } from "../../stacks/backend/pulumi-command";
import { UserError } from "../../terminal/errors";
import type { TrialOutcome } from "./answer";
import { attemptsOfRevoked, tryUntilRefused } from "./cut-off";
import type { TrialNames } from "./names";
import { podClients } from "./pod-clients";
import { deletePods } from "./probe-pods";
import { nothingSeen, removeAll, removeAttempts, type Seen } from "./removal";
import { failedVerb, type KillMoment, runVerb } from "./run-verbs";
import type { TrialAnswer, TrialRead } from "./shape";
import type { Steps } from "./steps";
import { TRIED, tryAttempt } from "./trial-attempts";
import type { TrialDirectory } from "./trial-directory";
import { failedClaims, readProof, trialProof } from "./trial-proof";
import { accessesOf, type Cast, describeSecret, openTrialScene } from "./trial-scene";
import {
  putValues,
  type ReadRequest,
  readByCredentials,
  readByMount,
  type TrialValues,
} from "./trial-values";

/** A trial that can begin: its inventory is written, and nothing is made yet. */
export interface Trial {
  zone: LandingZone;
  cast: Cast;
  names: TrialNames;
  directory: TrialDirectory;
  steps: Steps;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Deploys, reads, attempts, cuts off, and removes everything again. What came of it is in `outcome`, step by step. */
export async function runTrial(trial: Trial, outcome: TrialOutcome): Promise<void> {
  outcome.kill = { ...killMoment(trial), isKilled: false };
  if (await deploy(trial, outcome)) await tryEverything(trial, outcome);
  Object.assign(outcome, await remove(trial, nothingSeen()));
}

/** The point at which a run is killed: the id of the trial determines it, so that it can be repeated. */
function killMoment({ names, zone }: Trial): KillMoment {
  const number = Number.parseInt(names.id, 16);
  const stacks = stackPlan(zone);
  const { name } = stacks[number % stacks.length] as PlannedStack;
  return { stack: name, resources: 2 + (number % 3) };
}

/** Deploys everything and puts the first values. Whether that is done. */
async function deploy(trial: Trial, outcome: TrialOutcome): Promise<boolean> {
  const { steps, zone } = trial;
  const accessTo = accessesOf();
  const values = { current: new Map() as TrialValues };
  const all = [
    () => up(trial, outcome, "deploy clusters and secrets", ["cluster", "secrets"]),
    () =>
      steps.take("put the first values", async () => {
        values.current = await putValues(zone, accessTo);
        return true;
      }),
    () => up(trial, outcome, "deploy readers and probe pods", ["workloads"]),
    () => readAll(trial, outcome, { accessTo, value: "first", values: values.current }),
  ];
  for (const step of all) if (!(await step())) return false;
  return true;
}

/** Runs `up`; where its moment comes, it is killed and run again. Whether it is done. */
async function up(
  { directory, signal, steps }: Trial,
  { kill }: TrialOutcome,
  step: string,
  layers: string[],
): Promise<boolean> {
  const args = ["up", "--yes", "--json", "--only", ...layers.map((layer) => `*.${layer}`)];
  const run = async (moment?: KillMoment) => {
    const ended = await runVerb(directory, args, { ...(moment && { kill: moment }), signal });
    if (!ended.isKilled && ended.code !== 0) throw failedVerb(ended.stdout);
    return ended;
  };
  const isItsTurn = kill && layers.some((layer) => kill.stack.endsWith(`.${layer}`));
  const first = await steps.take(step, () => run(isItsTurn ? kill : undefined));
  if (!first?.isKilled || !kill) return first !== undefined;
  kill.isKilled = true;
  return (await steps.take(`${step}, after a kill`, () => run())) !== undefined;
}

async function readAll(
  { signal, steps, zone }: Trial,
  { reads }: TrialOutcome,
  request: Omit<ReadRequest, "zone" | "signal">,
): Promise<boolean> {
  const whole = { ...request, zone, signal };
  const done = await steps.take(`read the ${request.value} values`, async () => {
    const found: TrialRead[] = [];
    for (const reader of zone.readers) {
      found.push(
        ...(await readByCredentials(reader, whole)),
        ...(await readByMount(reader, whole)),
      );
    }
    reads.push(...found);
    const wrong = found.filter(({ result }) => result === "fails");
    if (wrong.length === 0) return true;
    throw new UserError(
      wrong
        .map(({ by, object, reader, reason }) => `${reader}: ${object} by ${by}: ${reason}`)
        .join("; "),
    );
  });
  return done === true;
}

/** All that a deployed trial is there for. */
async function tryEverything(trial: Trial, outcome: TrialOutcome): Promise<void> {
  const { cast, names, say, signal, steps } = trial;
  const accessTo = accessesOf();
  const scene = await steps.take("look up what was deployed", async () => {
    Object.assign(outcome.versions, await versionsOf(trial, accessTo));
    return openTrialScene(cast, names, accessTo);
  });
  if (!scene) return;
  const attempt = async (changes: boolean) => {
    for (const one of TRIED.filter((each) => each.changes === changes)) {
      signal.throwIfAborted();
      const tried = await tryAttempt(one, scene);
      outcome.attempts.push(tried);
      say(`  ${tried.result}  ${tried.attempt}  ${tried.code ?? ""}`);
    }
  };
  await steps.take("make the attempts that change nothing", () => attempt(false));
  await prove(trial, outcome);
  await secondValues(trial, outcome, accessTo);
  await steps.take("make the attempts that change roles and associations", () => attempt(true));
  await steps.take(`cut off ${cast.revoked.id}`, async () => {
    const before = await podOf(cast.revoked, accessTo);
    await checked(trial, ["revoke", cast.revoked.id, "--yes", "--json"]);
    const now = () => podOf(cast.revoked, accessTo);
    const [grant] = cast.revoked.grants;
    const secret = trial.zone.secrets.find(({ id }) => id === grant?.target.id);
    const { ARN = "" } = secret ? await describeSecret(secret, accessTo) : {};
    for (const one of attemptsOfRevoked(cast.revoked.id, ARN, { before, now })) {
      const tried = await tryUntilRefused(one, scene);
      outcome.revoked.push(tried);
      say(`  ${tried.result}  ${tried.attempt}  ${tried.code ?? ""}`);
    }
  });
}

async function versionsOf(
  { cast, directory }: Trial,
  accessTo: ReturnType<typeof accessesOf>,
): Promise<Record<string, string>> {
  const { cluster } = cast.applicationB;
  const access = await accessTo(cluster.account, cluster.region);
  const place = { workDir: directory.path, environment: {} };
  const [Pulumi, Kubernetes = ""] = await Promise.all([
    pulumi(place, ["version"]),
    withinCluster(cluster, access, async (_, { version = "" }) => version),
  ]);
  return { Pulumi: Pulumi.trim(), Kubernetes };
}

async function podOf(reader: ResolvedReader, accessTo: ReturnType<typeof accessesOf>) {
  const { cluster, namespace, region, serviceAccount } = reader;
  const access = await accessTo(cluster.account, cluster.region);
  return podClients(access, { cluster, namespace, region, serviceAccount });
}

async function prove({ directory, signal, steps }: Trial, outcome: TrialOutcome): Promise<void> {
  await steps.take("prove what both accounts hold", async () => {
    const { stdout } = await runVerb(directory, ["prove", "--live", "--json"], { signal });
    const proof = readProof(stdout);
    outcome.proof = trialProof(proof);
    const failed = failedClaims(proof);
    if (failed.length > 0) throw new UserError(`prove --live: ${failed.join("; ")}`);
  });
}

async function secondValues(
  trial: Trial,
  outcome: TrialOutcome,
  accessTo: ReturnType<typeof accessesOf>,
): Promise<void> {
  const { steps, zone } = trial;
  const values = await steps.take("put the second values", () => putValues(zone, accessTo));
  if (!values) return;
  const fixed = zone.readers.filter(
    ({ cluster }) => cluster.secretsStoreCsi.rotationPollInterval === undefined,
  );
  if (fixed.length > 0) {
    await steps.take("replace pods that mount nothing anew by themselves", async () => {
      for (const { cluster, namespace, serviceAccount } of fixed) {
        const access = await accessTo(cluster.account, cluster.region);
        await deletePods(cluster, access, { namespace, serviceAccount });
      }
    });
  }
  await readAll(trial, outcome, { accessTo, value: "second", values });
}

/** Removes everything, whatever came before. */
export async function remove(
  trial: Pick<Trial, "zone" | "names" | "steps" | "signal" | "say"> & Partial<Trial>,
  seen: Seen,
): Promise<Pick<TrialAnswer, "left" | "keys">> {
  const { directory, signal, steps, zone } = trial;
  const removal = { ...trial, accessTo: accessesOf(), seen };
  await steps.take("remove what attempts have made", () => removeAttempts(removal));
  const gone = zone.secrets.map(({ id }) => id);
  if (directory) {
    const args = ["destroy", "--yes", "--json", "--yes-remove", ...gone];
    await steps.take("destroy the stacks", () => checked({ directory, signal }, args));
  }
  const removed = await steps.take("remove what is left, found by its tag", () =>
    removeAll(removal),
  );
  const unknown = { account: "", kind: "unknown", name: "nobody could look what is left" };
  return removed ?? { left: [unknown], keys: [] };
}

async function checked(
  { directory, signal }: Pick<Trial, "directory" | "signal">,
  args: string[],
): Promise<void> {
  const { code, stdout } = await runVerb(directory, args, { signal });
  if (code !== 0) throw failedVerb(stdout);
}
