import { setTimeout as sleep } from "node:timers/promises";
import type { LandingZone, ResolvedGrant, ResolvedReader } from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { declaredReads, identityOf, type Pod, readables, sessionOf, withFormers } from "./accesses";
import { type PutValues, placesOf } from "./values";

/**
 * Asks while `act` runs, again and again, what each pod reads that is there before: with credentials that it gets at that moment, and
 * by a mount that begins then. Answers each defect once, and how often it asked.
 */
export async function watched<Answer>(
  sandbox: EngineHarness,
  zones: [LandingZone, LandingZone],
  { pods, values }: { pods: readonly Pod[]; values: PutValues },
  act: () => Promise<Answer>,
): Promise<{ answer: Answer; defects: string[]; rounds: number }> {
  const defects = new Set<string>();
  const reads = watchedReads(sandbox, zones, pods);
  const mounts = standingMounts(zones);
  let rounds = 0;
  let isRunning = true;
  const look = async () => {
    for (; isRunning; await sleep(100)) {
      const wrong = [...(await reads()), ...(await wrongMounts(sandbox, mounts, values))];
      for (const one of wrong) defects.add(`meanwhile: ${withoutDrawn(one)}`);
      rounds++;
    }
  };
  const looking = look().catch((error: Error) => defects.add(`looking failed: ${error.stack}`));
  const answer = await act().finally(() => {
    isRunning = false;
    return looking;
  });
  return { answer, defects: [...defects], rounds };
}

/** What is said alike each time: without the names of pods and sessions. */
function withoutDrawn(text: string): string {
  return text.replace(/probe-\w{8}/g, "probe").replace(/(assumed-role\/[^/]+)\/\S+/g, "$1");
}

/** What is wrong with the reads of a moment; each call looks at the next. */
function watchedReads(
  sandbox: EngineHarness,
  [before, after]: [LandingZone, LandingZone],
  pods: readonly Pod[],
): () => Promise<string[]> {
  const all = pods.map((pod) => {
    const later = after.readers.find((reader) => identityOf(reader) === pod.identity);
    const was = declaredReads(before, pod.identity);
    const granted = declaredReads(withFormers(after), pod.identity);
    const names = new Set([...granted].map(noRegion));
    return {
      pod,
      was,
      is: declaredReads(after, pod.identity),
      // Where a pod is to read in another region, the one before stays open until its class has changed.
      staying: new Set([...granted, ...[...was].filter((one) => names.has(noRegion(one)))]),
      // Only a mount shows what a pod reads without an association.
      isAsked: later !== undefined && later.identity !== "irsa",
    };
  });
  let opened: string | undefined;
  return async () => {
    const there = await readables(sandbox);
    const wrong: string[] = [];
    for (const { is, isAsked, pod, staying, was } of all) {
      const session = pod.session && (await sessionOf(sandbox, pod));
      const keeps = isAsked && [...was].some((what) => is.has(what));
      if (!session && pod.session && keeps) wrong.push(`${pod.identity} gets no credentials`);
      if (!session) continue;
      const own = there.filter(({ account }) => !account || account === pod.cluster.account.id);
      // What comes is asked before what goes.
      own.sort((a, b) => Number(was.has(a.what)) - Number(was.has(b.what)));
      for (const { refusal, what } of own) {
        const said = await refusal(session).catch((error: Error) => String(error));
        const title = `${pod.identity} ${what}`;
        if (said !== undefined) {
          if (was.has(what) && is.has(what) && isAsked) wrong.push(`not read: ${title}: ${said}`);
        } else if (!was.has(what)) {
          if (!staying.has(what)) wrong.push(`read: ${title}`);
          if (is.has(what)) opened ??= title;
        } else if (!staying.has(what) && opened) {
          wrong.push(`still read: ${title}, and what comes is read already: ${opened}`);
        }
      }
    }
    return wrong;
  };
}

/** What a pod reads, whatever the region. */
function noRegion(what: string): string {
  return what.replace(/^(arn:aws:secretsmanager):[^:]+/, "$1");
}

/** What a pod mounts, and must, whichever files of it. */
interface Mount {
  reader: ResolvedReader;
  /** Those that it must find. */
  grants: ResolvedGrant[];
}

/** The mounts of readers that stand before and after, and have something to read throughout. */
function standingMounts([before, after]: [LandingZone, LandingZone]): Mount[] {
  return before.readers.flatMap((reader) => {
    const same = after.readers.find((one) => classOf(one) === classOf(reader));
    if (!same || isShutOut(reader, same)) return [];
    const grants = reader.grants.filter((one) =>
      same.grants.some((other) => contentOf(other) === contentOf(one)),
    );
    const isRenamed = same.grants.some(({ kind, target }) => kind === "secret" && target.former);
    return grants.length > 0 || isRenamed ? [{ reader, grants }] : [];
  });
}

/** Whether `up` says that no pod of a reader starts for a while: its service account goes, or its cluster gets another driver. */
function isShutOut(before: ResolvedReader, after: ResolvedReader): boolean {
  const [old, now] = [before, after].map(({ cluster }) => cluster.secretsStoreCsi.install);
  return (
    (before.createServiceAccount && !after.createServiceAccount) ||
    (old !== now && old !== "existing" && now !== "existing")
  );
}

/** The mounts of all readers. */
export function allMounts({ readers }: LandingZone): Mount[] {
  return readers.map((reader) => ({ reader, grants: reader.grants }));
}

function classOf(reader: ResolvedReader): string {
  return `${identityOf(reader)} ${reader.secretProviderClass}`;
}

function contentOf({ file, kind, target: { account, name } }: ResolvedGrant): string {
  return `${kind} ${account.id} ${name} ${file}`;
}

/** What a pod that starts now cannot mount, or finds otherwise than it was put. */
export async function wrongMounts(
  { control }: EngineHarness,
  mounts: readonly Mount[],
  values: PutValues,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { grants, reader } of mounts) {
    const { cluster, namespace, secretProviderClass, serviceAccount } = reader;
    const files = grants.map(({ file }) => `/probe/${file}`);
    const expected = grants.map(({ kind, target }) =>
      kind === "secret" ? values.get(placesOf(target)[0] ?? "") : `value of ${target.id}`,
    );
    const { stderr, stdout } = await control
      .probe({
        ...{ cluster: cluster.arn, namespace, serviceAccount, secretProviderClass },
        ...{
          mountPath: "/probe",
          command: files.length > 0 ? ["cat", ...files] : ["ls", "/probe"],
        },
      })
      .catch((error: Error) => ({ stdout: "", stderr: error.message }));
    if (stderr) wrong.push(`${classOf(reader)} cannot mount: ${stderr.trim()}`);
    else if (files.length > 0 && stdout !== expected.join("")) {
      wrong.push(`${classOf(reader)} mounts ${stdout} in place of ${expected.join("")}`);
    }
  }
  return wrong;
}
