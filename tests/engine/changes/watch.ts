import { setTimeout as sleep } from "node:timers/promises";
import type { LandingZone, ResolvedGrant, ResolvedReader } from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { declaredReads, identityOf, type Pod, readables, sessionOf, withFormers } from "./accesses";
import { type PutValues, placesOf } from "./values";

/**
 * While `act` runs, asks again and again what each earlier pod can read: with credentials that it gets at that moment, and by a
 * mount that begins then. Returns each defect once, and how often it asked.
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

/** Removes the random names of pods and sessions, so that equal defects have equal texts. */
function withoutDrawn(text: string): string {
  return text.replace(/probe-\w{8}/g, "probe").replace(/(assumed-role\/[^/]+)\/\S+/g, "$1");
}

/** Finds what is wrong with the reads at one moment. Each call checks the next moment. */
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
      // If a pod moves to another region, its former region stays open until its SecretProviderClass has changed.
      staying: new Set([...granted, ...[...was].filter((one) => names.has(noRegion(one)))]),
      // Without an association, only a mount shows what a pod can read.
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
      // Checks what comes before it checks what goes.
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

/** Removes the region from what a pod reads. */
function noRegion(what: string): string {
  return what.replace(/^(arn:aws:secretsmanager):[^:]+/, "$1");
}

/** A mount of a reader's pod, and what it must contain, in whichever files. */
interface Mount {
  reader: ResolvedReader;
  /** The grants whose values the pod must find. */
  grants: ResolvedGrant[];
}

/** The mounts of readers that exist before and after, and that can read something throughout. */
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

/** Whether `up` says that no pod of a reader can start for a while. Its service account goes, or its cluster gets another driver. */
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

/** What a pod that starts now cannot mount, or what has another value than was put. */
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
