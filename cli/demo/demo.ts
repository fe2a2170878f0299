import {
  type Connection,
  type ControlClient,
  type DataDirectory,
  type Ended,
  runCommand,
} from "@eks-pod-secrets/sandbox";

/** What every step of the demo stands on. */
export interface Demo {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** Environment of the command, which acts in each account by a profile of its own. */
  environment: Record<string, string>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Shows AWS's full answers and the whole proof. */
  verbose: boolean;
  /** Shows one line. */
  say(line: string): void;
}

/** Runs a verb of `eks-pod-secrets` as its users do. What it says meanwhile is shown as it comes. */
export async function runVerb(
  { data, environment, signal }: Demo,
  args: string[],
  input?: string,
): Promise<Ended> {
  signal.throwIfAborted();
  const ended = await runCommand(data, args, { environment, input, signal, progress: "inherit" });
  signal.throwIfAborted();
  return ended;
}

const VALUES = {
  "secret-a": '{"user":"user1","password":"passwd1"}',
  "secret-b": "This is a Cross Account Secret",
};

/** Each pod's file, and whose secret it holds. */
const MOUNTS = [
  { reader: "application-a", secret: "secret-a", owner: "A" },
  { reader: "application-b", secret: "secret-b", owner: "B" },
];

/** Deploys both accounts and the cluster, and sets the two values. Says so if nothing had to change. */
export async function deploy(demo: Demo): Promise<void> {
  const changes = [await up(demo, ["*.cluster", "*.secrets"])];
  const puts = Object.entries(VALUES).map(([secret, value]) => put(demo, secret, value));
  const isNew = (await Promise.all(puts)).includes(true);
  const has = isNew ? "have got their values, from standard input" : "have their values already";
  demo.say(`secret-a and secret-b ${has}.`);
  changes.push(await up(demo, ["*.workloads"]));
  // A pod that started before its secret had a value mounts the value at the driver's next rotation. Do that now.
  if (isNew) await Promise.all(MOUNTS.map(({ reader }) => demo.control.remount(reader)));
  if (!isNew && !changes.includes(true)) demo.say("Nothing changed: everything was as declared.");
}

/** Reads the file that is mounted into each pod, and shows it. */
export async function showReads({ control, say }: Demo): Promise<void> {
  for (const { owner, reader, secret } of MOUNTS) {
    const file = `/mnt/secret/${secret}`;
    const { exitCode, stdout, stderr } = await control.exec(reader, ["cat", file]);
    if (exitCode !== 0) throw new Error(`${reader} cannot read ${file}: ${stderr.trim()}`);
    say(`  ${reader} reads ${secret} of ${owner}: ${stdout.trimEnd()}`);
  }
}

/** What `up --json` answers, as far as the demo reads it. */
interface UpAnswer {
  stacks?: { stack: string; reason?: string; changes: Record<string, number> }[];
}

/** Deploys stacks, each with the credentials of its own account. Answers whether a resource changed. */
async function up(demo: Demo, stacks: string[]): Promise<boolean> {
  const { code, stdout } = await runVerb(demo, ["up", "--yes", "--json", "--only", ...stacks]);
  const { stacks: ended = [] }: UpAnswer = JSON.parse(stdout || "{}");
  if (code !== 0) {
    const reasons = ended.flatMap(({ reason, stack }) => (reason ? [`${stack}: ${reason}`] : []));
    throw new Error(["the deployment is not complete", ...reasons].join("\n"));
  }
  return ended.some(({ changes }) => Object.keys(changes).some((kind) => kind !== "same"));
}

/** Puts a value from standard input: it is in no argument, file or state. Answers whether it is a new one. */
async function put(demo: Demo, secret: string, value: string): Promise<boolean> {
  const { code, stdout } = await runVerb(demo, ["put", secret, "--json"], value);
  if (code !== 0) throw new Error(`put ${secret} ended with exit code ${code}`);
  return JSON.parse(stdout).result !== "unchanged";
}
