import { Option } from "commander";
import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { mountedFiles } from "../../clusters/mounted-files";
import { aboutInventory, DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { answerWith, coloursOf } from "../../terminal/output";
import { Verb } from "../../terminal/verb";
import { probeCommands } from "./probe-commands";
import { type AskPod, PROBE_MOUNT, sandboxPods } from "./sandbox-pods";
import type { VerifyAnswer } from "./shape";

interface VerifyOptions {
  inventory: string;
  live?: true;
  attempts?: true;
  yes?: true;
  json?: true;
}

/** The most pods that are asked at the same time. */
const AT_ONCE = 4;

/** `verify`: can every reader read, asked from its pod? */
export function command(): Verb {
  return new Verb("verify", "ask from every reader's pod whether it can read")
    .description(
      "In the sandbox, reads each reader's files in its pod. If another tool deploys the pod, verify makes one for\n" +
        "the moment. On AWS, prints the commands that do the same there. With --live, asks the clusters which\n" +
        "versions the pods have mounted, and compares them with the owners' versions. A cluster that is not there fails,\n" +
        "and so does a mount that failed, or for which a pod has waited longer than two minutes.\n" +
        "verify prints no value. Exit code 0: every reader reads, or the commands are printed; 1: a reader cannot read;\n" +
        "2: none is known to fail, but not all were seen, or an error.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--live", "compare on AWS what running pods have mounted with what the owners have")
    .addOption(
      new Option(
        "--attempts",
        "send requests that must be refused, and say what stopped each",
      ).conflicts("live"),
    )
    .option("--yes", "do not ask before --attempts changes what is there to be tried out")
    .option("--json", "answer in JSON; eks-pod-secrets schema verify describes it")
    .ending(`
verify asks the sandbox if AWS_ENDPOINT_URL is set and the sandbox's data directory is on this machine.
--live needs eks:DescribeCluster, and in the readers' namespaces the right to list pods, events and
secretproviderclasspodstatuses. In the owners' accounts it needs secretsmanager:DescribeSecret and ssm:DescribeParameters,
and where readers pin a version or a label, secretsmanager:ListSecretVersionIds and ssm:GetParameterHistory.
--attempts uses the credentials of the readers' pods and of the accounts' administrators, and reads no value of another's.
Unless every account has the tag eks-pod-secrets-attempts: allowed, it sends only what changes and makes nothing.
What verify cannot see it calls "not seen". A mounted version does not say whether a process has read the file.

Examples:
  $ eval "$(npx eks-pod-secrets sandbox env)" && eks-pod-secrets verify
  $ eks-pod-secrets verify | sh -ex
  $ eks-pod-secrets verify --live
  $ eks-pod-secrets verify --attempts`)
    .action(verify);
}

async function verify(options: VerifyOptions): Promise<void> {
  const { landingZone } = await usableInventory(options.inventory);
  if (options.attempts) {
    const { verifyByAttempts } = await import("./attempts/index.js");
    return verifyByAttempts(landingZone, options);
  }
  const look = await lookBy(landingZone, options);
  const readers = await inParallel(landingZone.readers, AT_ONCE, async (reader) => {
    const { files, told = [] } = (await look?.(reader)) ?? { files: [] };
    const result = look ? worst(files) : "not asked";
    const commands = probeCommands(reader);
    return {
      reader: reader.id,
      result,
      files,
      ...(told.length > 0 && { told }),
      commands,
    } as const;
  });
  const all = worst(readers.flatMap(({ files }) => files));
  const [result, code] = look ? OVERALL[all] : (["not asked", "ok"] as const);
  const answer: VerifyAnswer = { result, readers };
  const words = () => (look ? answerText(answer, landingZone, options) : commandsText(answer));
  answerWith(answer, options, words, code);
}

type Files = VerifyAnswer["readers"][number]["files"];

/** What is known about a reader's files. `told`: further remarks about its pods. */
type Look = (reader: ResolvedReader) => Promise<{ files: Files; told?: string[] }>;

/** The answer for the worst result, with its exit code. What was not seen does not count as right. */
const OVERALL = {
  reads: ["verified", "ok"],
  fails: ["failed", "refuted"],
  "not seen": ["not seen", "error"],
} as const;

/** Returns a function that looks at a reader's files; undefined if only commands can ask. */
async function lookBy(zone: LandingZone, { live }: VerifyOptions): Promise<Look | undefined> {
  if (live) {
    const [{ liveFiles }, { readClusterFacts }] = await Promise.all([
      import("./live-files.js"),
      import("../../doctor/facts/read-cluster-facts.js"),
    ]);
    const facts = await readClusterFacts(zone.readers);
    const found = new Map(facts.map((one) => [one.reader.id, liveFiles(one)]));
    return async ({ id }) => found.get(id) ?? { files: [] };
  }
  const ask = sandboxPods();
  return ask && (async (reader) => ({ files: await askedFiles(reader, ask) }));
}

async function askedFiles(reader: ResolvedReader, ask: AskPod): Promise<Files> {
  const mountPath = reader.deployment?.mountPath ?? PROBE_MOUNT;
  const files: Files = [];
  for (const file of mountedFiles(reader, mountPath)) {
    const reason = await ask(reader, file.path);
    files.push({ ...file, ...(reason ? { result: "fails", reason } : { result: "reads" }) });
  }
  return files;
}

function worst(files: Files): Files[number]["result"] {
  const has = (wanted: Files[number]["result"]) => files.some(({ result }) => result === wanted);
  return has("fails") ? "fails" : has("not seen") ? "not seen" : "reads";
}

function commandsText({ readers }: VerifyAnswer): string {
  return readers.flatMap(({ commands }) => commands).join("\n");
}

function answerText(
  { readers }: VerifyAnswer,
  zone: LandingZone,
  { inventory, live }: VerifyOptions,
): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const isDeployed = (id: string) => zone.readers.some((one) => one.id === id && one.deployment);
  return readers
    .flatMap(({ files, reader, result, told = [] }) => {
      const reading = files.filter(({ reason }) => reason === undefined);
      const lines = [
        ...reading.map((file) => `${green("reads")} ${reader}: ${placed(file)}`),
        ...reasonsOf(files).map((reason) => {
          const concerned = files.filter((file) => file.reason === reason);
          const says = concerned.some((file) => file.result === "fails")
            ? red("fails")
            : yellow("not seen");
          return `${says} ${reader}: ${concerned.map(placed).join(", ")}: ${reason}`;
        }),
        ...told.map((says) => `      ${reader}: ${says}`),
      ];
      const hasPod = files.every(({ reason = "" }) => !reason.startsWith("no pod of "));
      if (result !== "fails") return lines;
      const canMount = !live && isDeployed(reader) && hasPod;
      return [...lines, ...(canMount ? [mountsAnew(reader)] : []), doctorOf(reader, inventory)];
    })
    .join("\n");
}

function placed({ object, path }: Files[number]): string {
  return `${object} in ${path}`;
}

/** Why files are wrong or not seen, each cause once. */
function reasonsOf(files: Files): string[] {
  return [...new Set(files.flatMap(({ reason }) => reason ?? []))];
}

function doctorOf(reader: string, inventory: string): string {
  return `      what keeps it from reading, and what mends it: ${aboutInventory(`doctor ${reader}`, inventory)}`;
}

/** A hint that a value put after the pod's start is not in its files yet. */
function mountsAnew(reader: string): string {
  return `      its pod mounts when it starts; anew by: npx eks-pod-secrets sandbox remount ${reader}`;
}
