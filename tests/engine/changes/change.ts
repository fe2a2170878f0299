import { stacksShape } from "../../../cli/stacks/run/stacks-shape";
import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { makeAdoptedClusters } from "../adopted-clusters";
import { type EngineHarness, engineHarness, writeInventory } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { podsOf, wrongAccesses } from "./accesses";
import { ACCOUNTS, type Pair, zoneOf } from "./pairs";
import { lostValues, type PutValues, placesOf, putValues } from "./values";

/** What came of a pair. */
export interface ChangeReport {
  /** Everything that is not as it must be. */
  defects: string[];
  /** What was confirmed by name, because `up` asked for it. */
  confirmed: string[];
  /** Why `up` refused the second inventory, where it did. */
  refused?: string;
  seconds: number;
}

/** `--yes-remove NAME` or `--take-over NAME`, as a message tells to add it. */
const OPTION = /--(yes-remove|take-over) (?:'([^']+)'|(\S+))/g;

/** How a change is refused that would cost a value, or that AWS would not take. */
const REFUSALS =
  /must (?:keep its key|stay|be named by its alias as before|be declared as before)|by another name, and cannot be made/;

/** How `up` says that pods would have no values to read. */
const MISSING_VALUES = /its pods (?:would wait for|could not decrypt) values/;

/** How `up` says that a key has something under it, such as a copy that the same run deletes: the next `up` looks again. */
const KEY_STAYS = /^key \S+ stays, /m;

/** Most times that a run is repeated with what it asks to be confirmed. */
const MOST_ATTEMPTS = 4;

/** Deploys the first inventory of a pair, puts values, deploys the second until no key waits, once more, and destroys it; looks after each step. */
export async function tryChange({ after, before }: Pair): Promise<ChangeReport> {
  const started = Date.now();
  const sandbox = await engineHarness(JSON.stringify({ accounts: ACCOUNTS }));
  const report: ChangeReport = { defects: [], confirmed: [], seconds: 0 };
  try {
    await changeIn(sandbox, { before, after }, report);
  } finally {
    await sandbox.remove();
    report.seconds = Math.round((Date.now() - started) / 1000);
  }
  return report;
}

async function changeIn(
  sandbox: EngineHarness,
  { after, before }: Pair,
  report: ChangeReport,
): Promise<void> {
  const [first, second] = [zoneOf(before), zoneOf(after)];
  const flaw = (text: string) => report.defects.push(text);
  await makeAdoptedClusters(sandbox, unionOf(first, second));
  const found = living(await sandboxRecords(sandbox.control));

  writeInventory(sandbox.data, before);
  const values: PutValues = new Map();
  const begun = await upInParts(sandbox, first, values, report);
  if (begun?.failed) return void flaw(`the first up failed: ${begun.failed}`);
  const pods = await podsOf(sandbox, first);
  for (const one of await wrongAccesses(sandbox, pods, first)) flaw(`after the first up: ${one}`);

  writeInventory(sandbox.data, after);
  const held = new Map(values);
  const changed = await upWithValues(sandbox, second, values, report);
  const mayGo = dispensable(first, second, changed.confirmed);
  for (const one of await lostValues(sandbox, held, mayGo)) flaw(`lost: ${one}`);
  if (changed.failed) {
    if (REFUSALS.test(changed.failed)) report.refused = changed.failed;
    else flaw(`the second up failed: ${changed.failed}`);
    return;
  }
  const now = await podsOf(sandbox, second);
  for (const one of await wrongAccesses(sandbox, pods, second, "may have ended")) flaw(one);
  for (const one of await wrongAccesses(sandbox, now, second)) flaw(one);

  if (changed.keysStay) await run(sandbox, "up", report);
  const again = await run(sandbox, "up", report);
  if (again.failed) flaw(`up again failed: ${again.failed}`);
  else if (again.operations.some((op) => op !== "same")) {
    flaw(`up again changed something: ${again.changes}`);
  }
  const quiet = await sandbox.command(["preview", "--refresh", "--expect-no-changes"]);
  if (quiet.code !== 0) flaw(`preview is not quiet: ${quiet.stdout}${quiet.stderr}`);

  await destroyAll(sandbox, { before, after }, again.left, report);
  const left = living(await sandboxRecords(sandbox.control)).filter((one) => !found.includes(one));
  if (left.length > 0) flaw(`destroy leaves ${left.join("; ")}`);
}

/** Where values may go: those of secrets confirmed by name, and copies in regions that the second inventory gives up. */
function dispensable(
  first: LandingZone,
  second: LandingZone,
  confirmed: ReadonlyMap<string, string>,
): Set<string> {
  const kept = new Set(second.secrets.flatMap(placesOf));
  const isKept = (secret: ResolvedSecret) => kept.has(placesOf(secret)[0] ?? "");
  const places = first.secrets.flatMap((secret) => {
    if (confirmed.has(secret.id)) return placesOf(secret);
    return isKept(secret) ? placesOf(secret).filter((place) => !kept.has(place)) : [];
  });
  return new Set(places);
}

/** Deploys an inventory for the first time: everything but pods, the values that these wait for, then the pods. */
async function upInParts(
  sandbox: EngineHarness,
  zone: LandingZone,
  values: PutValues,
  report: ChangeReport,
) {
  const plan = stackPlan(zone);
  const upOf = async (isMeant: (layer: string) => boolean) => {
    const only = plan.filter(({ layer }) => isMeant(layer)).map(({ name }) => name);
    return only.length > 0 ? run(sandbox, "up", report, { only }) : undefined;
  };
  const begun = await upOf((layer) => layer !== "workloads");
  await putValues(sandbox, zone, values);
  return begun?.failed ? begun : upOf((layer) => layer === "workloads");
}

/** Deploys an inventory, with values put as soon as new pods wait for them. */
async function upWithValues(
  sandbox: EngineHarness,
  zone: LandingZone,
  values: PutValues,
  report: ChangeReport,
) {
  const ended = await run(sandbox, "up", report);
  const isWaiting = MISSING_VALUES.test(ended.failed);
  if (isWaiting || !ended.failed) await putValues(sandbox, zone, values);
  return isWaiting ? run(sandbox, "up", report, { given: ended.confirmed }) : ended;
}

/** Destroys what the second inventory declares, and by the first one what is left of it. */
async function destroyAll(
  sandbox: EngineHarness,
  { before }: Pair,
  left: readonly string[],
  report: ChangeReport,
): Promise<void> {
  const ended = await run(sandbox, "destroy", report);
  if (ended.failed) report.defects.push(`destroy failed: ${ended.failed}`);
  if (left.length === 0) return;
  writeInventory(sandbox.data, before);
  const { failed } = await run(sandbox, "destroy", report, { only: [...left] });
  if (failed) report.defects.push(`destroy of what is left failed: ${failed}`);
}

/** Runs a verb, and repeats it with what it asks to be confirmed by name. */
async function run(
  sandbox: EngineHarness,
  verb: "up" | "destroy",
  report: ChangeReport,
  { given, only }: { given?: ReadonlyMap<string, string>; only?: string[] } = {},
) {
  const confirmed = new Map(given);
  for (let attempt = 0; ; attempt++) {
    const options = [
      ...[...confirmed].map(([name, option]) => `--${option}=${name}`),
      ...(only ? ["--only", ...only] : []),
    ];
    const { code, stderr, stdout } = await sandbox.command([verb, "--yes", "--json", ...options]);
    const asked = [...stderr.matchAll(OPTION)]
      .map(([, option = "", quoted, plain]) => ({ option, name: quoted ?? plain ?? "" }))
      .filter(({ name }) => !confirmed.has(name));
    if (code === 2 && asked.length > 0 && attempt < MOST_ATTEMPTS) {
      for (const { name, option } of asked) {
        if (confirmed.has(name)) continue;
        confirmed.set(name, option);
        report.confirmed.push(`${verb} ${name}`);
      }
      continue;
    }
    if (code === 2)
      return {
        failed: `${stderr}${stdout}`,
        ...{ confirmed, keysStay: false, operations: [], changes: "", left: [] },
      };
    const { leftStacks, stacks } = stacksShape.parse(JSON.parse(stdout));
    const left = leftStacks.map(({ stack }) => stack);
    const failed = stacks.flatMap(({ reason, result, stack }) =>
      result === "done" ? [] : [`${stack} ${result}: ${reason ?? ""}`],
    );
    return {
      ...{ confirmed, left, keysStay: KEY_STAYS.test(stderr) },
      failed: failed.join("\n"),
      operations: stacks.flatMap(({ changes }) => Object.keys(changes)),
      changes: JSON.stringify(stacks.map(({ changes, stack }) => [stack, changes])),
    };
  }
}

/** The clusters and readers of both, for what other teams have made before. */
function unionOf(first: ReturnType<typeof zoneOf>, second: ReturnType<typeof zoneOf>) {
  const clusters = new Map([...second.clusters, ...first.clusters].map((one) => [one.arn, one]));
  const readers = [...first.readers, ...second.readers].map((reader) => ({
    ...reader,
    cluster: clusters.get(reader.cluster.arn) ?? reader.cluster,
  }));
  return { ...first, clusters: [...clusters.values()], readers };
}
