import type { Scene } from "../../../attempts/scene";
import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import { withinCluster } from "../../clusters/found-in-cluster";
import { pulumi } from "../../stacks/backend/pulumi-command";
import { UserError } from "../../terminal/errors";
import { joinVersions, type TrialOutcome } from "./answer";
import { attemptsOfRevoked, tryUntilRefused } from "./cut-off";
import { type KillMoment, killMoment } from "./kill-moment";
import type { TrialNames } from "./names";
import { podClients } from "./pod-clients";
import { TrialCluster } from "./probe-pods";
import { nothingSeen, removeAll, removeAttempts, type Seen } from "./removal";
import { STEP } from "./resumption";
import { failedVerb, runVerb } from "./run-verbs";
import type { TrialAnswer, TrialRead } from "./shape";
import type { Steps } from "./steps";
import { type ChosenAttempts, tryAttempt } from "./trial-attempts";
import type { TrialDirectory } from "./trial-directory";
import { keepProof } from "./trial-proof";
import {
  type AccessTo,
  accessesOf,
  type Cast,
  describeSecret,
  openTrialScene,
} from "./trial-scene";
import {
  putValues,
  type ReadRequest,
  readByCredentials,
  readByMount,
  type TrialValues,
} from "./trial-values";

/** A trial whose inventory is written. */
export interface Trial {
  zone: LandingZone;
  cast: Cast;
  chosen: ChosenAttempts;
  names: TrialNames;
  directory: TrialDirectory;
  steps: Steps;
  signal: AbortSignal;
  say: (line: string) => void;
  /** It was stopped before, at any point after the steps that are taken. */
  isResumed: boolean;
  /** Writes down what came of it so far. */
  keep: () => Promise<void>;
}

/** Deploys, reads, attempts, cuts off, and removes everything again. What came of it is in `outcome`, step by step. */
export async function runTrial(trial: Trial, outcome: TrialOutcome): Promise<void> {
  outcome.kill ??= { ...killMoment(trial.zone, trial.names), isKilled: false };
  if (await deploy(trial, outcome)) await tryEverything(trial, outcome);
  Object.assign(outcome, await remove(trial, nothingSeen()));
}

/** A part of it, with accesses of its own. */
interface TrialPart extends Trial {
  accessTo: AccessTo;
}

/** Deploys everything and puts the first values. Whether that is done. */
async function deploy(whole: Trial, outcome: TrialOutcome): Promise<boolean> {
  const trial = { ...whole, accessTo: accessesOf() };
  const values: TrialValues = new Map();
  const all = [
    () => up(trial, outcome, "deploy clusters and secrets", ["cluster", "secrets"]),
    () => trial.steps.take(STEP.putFirst, () => putAndReplace(trial, values)),
    () => up(trial, outcome, "deploy readers and probe pods", ["workloads"]),
    () => readAll(trial, outcome, STEP.readFirst, { value: "first", values }),
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
    if (ended.heldAtKill === undefined && ended.code !== 0) throw failedVerb(ended.stdout);
    return ended.heldAtKill;
  };
  const moment = layers.some((layer) => kill?.stack.endsWith(`.${layer}`)) ? kill : undefined;
  const isDone = await steps.take(step, async () => {
    const resources = await run(moment);
    if (moment && resources !== undefined) Object.assign(moment, { resources, isKilled: true });
  });
  if (!isDone || !moment?.isKilled) return isDone;
  return steps.take(`${step}, after a kill`, () => run());
}

/** Puts new values. Pods that mount nothing anew by themselves, where there are such already, give way to new ones. */
async function putAndReplace({ accessTo, zone }: TrialPart, values: TrialValues): Promise<void> {
  await putValues(zone, accessTo, values);
  for (const { cluster, namespace, serviceAccount } of zone.readers) {
    if (cluster.secretsStoreCsi.rotationPollInterval !== undefined) continue;
    const access = await accessTo(cluster.account, cluster.region);
    await new TrialCluster(cluster, access).deletePods({ namespace, serviceAccount });
  }
}

async function readAll(
  { accessTo, signal, steps, zone }: TrialPart,
  { reads }: TrialOutcome,
  step: string,
  request: Omit<ReadRequest, "accessTo" | "zone" | "signal">,
): Promise<boolean> {
  const whole = { ...request, accessTo, zone, signal };
  return steps.take(step, async () => {
    const found: TrialRead[] = [];
    for (const reader of zone.readers) {
      found.push(
        ...(await readByCredentials(reader, whole)),
        ...(await readByMount(reader, whole)),
      );
    }
    reads.push(...found);
    const wrong = found.filter(({ result }) => result === "fails");
    if (wrong.length === 0) return;
    throw new UserError(
      wrong
        .map(({ by, object, reader, reason }) => `${reader}: ${object} by ${by}: ${reason}`)
        .join("; "),
    );
  });
}

/** All that a deployed trial is there for. */
async function tryEverything(whole: Trial, outcome: TrialOutcome): Promise<void> {
  const trial = { ...whole, accessTo: accessesOf() };
  const { accessTo, cast, names, steps } = trial;
  const found: { scene?: Scene } = {};
  await steps.take(STEP.lookUp, async () => {
    outcome.versions = joinVersions(outcome.versions, await versionsOf(trial));
    found.scene = await openTrialScene(cast, names, accessTo);
  });
  const { scene } = found;
  if (!scene) return;
  await steps.take("make the attempts that change nothing", () =>
    tryAll(trial, outcome, scene, false),
  );
  await prove(trial, outcome);
  await secondValues(trial, outcome);
  await steps.take("make the attempts that change roles and associations", async () => {
    if (trial.isResumed) await restore(trial);
    await tryAll(trial, outcome, scene, true);
  });
  await steps.take(STEP.cutOff, () => cutOff(trial, outcome, scene));
}

/** Makes the attempts of one kind that have not been made yet. */
async function tryAll(
  { chosen, keep, say, signal }: Trial,
  { attempts }: TrialOutcome,
  scene: Scene,
  changes: boolean,
): Promise<void> {
  for (const one of chosen.tried.filter((each) => each.changes === changes)) {
    if (attempts.some(({ attempt }) => attempt === one.name)) continue;
    signal.throwIfAborted();
    const tried = await tryAttempt(one, scene);
    attempts.push(tried);
    say(`  ${tried.result}  ${tried.attempt}  ${tried.code ?? ""}`);
    await keep();
  }
}

/** Removes what attempts made before the trial was stopped, and deploys what they changed or took away. */
async function restore(trial: TrialPart): Promise<void> {
  await removeAttempts({ ...trial, seen: nothingSeen() });
  await checked(trial, ["up", "--refresh", "--yes", "--json"]);
}

/** Cuts off a reader. One that was cut off when the trial was stopped reads again first: its sessions from before are gone. */
async function cutOff(trial: TrialPart, { revoked }: TrialOutcome, scene: Scene): Promise<void> {
  const { accessTo, cast, isResumed, say, zone } = trial;
  const verb = ["revoke", cast.revoked.id, "--yes", "--json"];
  if (isResumed) await checked(trial, [...verb, "--lift"]);
  const before = await podOf(cast.revoked, accessTo);
  await checked(trial, verb);
  const now = () => podOf(cast.revoked, accessTo);
  const [grant] = cast.revoked.grants;
  const secret = zone.secrets.find(({ id }) => id === grant?.target.id);
  const { ARN = "" } = secret ? await describeSecret(secret, accessTo) : {};
  for (const one of attemptsOfRevoked(cast.revoked.id, ARN, { before, now })) {
    const tried = await tryUntilRefused(one, scene);
    revoked.push(tried);
    say(`  ${tried.result}  ${tried.attempt}  ${tried.code ?? ""}`);
  }
}

async function versionsOf({
  accessTo,
  cast,
  directory,
}: TrialPart): Promise<Record<string, string>> {
  const { cluster } = cast.applicationB;
  const access = await accessTo(cluster.account, cluster.region);
  const place = { workDir: directory.path, environment: {} };
  const [Pulumi, Kubernetes = ""] = await Promise.all([
    pulumi(place, ["version"]),
    withinCluster(cluster, access, async (_, { version = "" }) => version),
  ]);
  return { Pulumi: Pulumi.trim(), Kubernetes };
}

async function podOf(reader: ResolvedReader, accessTo: AccessTo) {
  const { cluster, namespace, region, serviceAccount } = reader;
  const access = await accessTo(cluster.account, cluster.region);
  return podClients(access, { cluster, namespace, region, serviceAccount });
}

async function prove({ directory, signal, steps }: Trial, outcome: TrialOutcome): Promise<void> {
  await steps.take("prove what both accounts hold", async () => {
    const { stdout } = await runVerb(directory, ["prove", "--live", "--json"], { signal });
    keepProof(stdout, outcome);
  });
}

async function secondValues(trial: TrialPart, outcome: TrialOutcome): Promise<void> {
  const values: TrialValues = new Map();
  const put = () => putAndReplace(trial, values);
  if (!(await trial.steps.take(STEP.putSecond, put))) return;
  await readAll(trial, outcome, STEP.readSecond, { value: "second", values });
}

/** Removes everything, whatever came before. */
export async function remove(
  trial: Pick<Trial, "zone" | "names" | "steps" | "signal" | "say"> & Partial<Trial>,
  seen: Seen,
): Promise<Pick<TrialAnswer, "left" | "keys">> {
  const { directory, signal, steps, zone } = trial;
  const removal = { ...trial, accessTo: accessesOf(), seen };
  await steps.take(STEP.removeAttempts, () => removeAttempts(removal));
  const gone = zone.secrets.map(({ id }) => id);
  if (directory) {
    const args = ["destroy", "--yes", "--json", "--yes-remove", ...gone];
    await steps.take(STEP.destroy, () => checked({ directory, signal }, args));
  }
  const unknown = { account: "", kind: "unknown", name: "nobody could look what is left" };
  const rest: Pick<TrialAnswer, "left" | "keys"> = { left: [unknown], keys: [] };
  await steps.take(STEP.removeRest, async () => Object.assign(rest, await removeAll(removal)));
  return rest;
}

async function checked(
  { directory, signal }: Pick<Trial, "directory" | "signal">,
  args: string[],
): Promise<void> {
  const { code, stdout } = await runVerb(directory, args, { signal });
  if (code !== 0) throw failedVerb(stdout);
}
