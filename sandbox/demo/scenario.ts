import { changedNothing, type Demo, deployStacks } from "./deploy";
import { putValue } from "./put-value";

/** Stacks in order; those of one phase are independent and run at once. */
const BEFORE_VALUES = [["account-a.cluster"], ["account-a.secrets", "account-b.secrets"]];
const AFTER_VALUES = [["account-a.workloads"]];

const VALUES = [
  { secret: "secret-a", account: "account-a", value: '{"user":"user1","password":"passwd1"}' },
  { secret: "secret-b", account: "account-b", value: "This is a Cross Account Secret" },
];

const MOUNTS = [
  { reader: "application-a", file: "/mnt/secret/secret-a" },
  { reader: "application-b", file: "/mnt/secret/secret-b" },
];

/** Brings up both accounts and the cluster, with the two values in place. Shows what changed, or that nothing did. */
export async function deployScenario(demo: Demo): Promise<void> {
  const { progress, signal } = demo;
  progress.heading("Four stacks, each with the credentials of its own account");
  let unchanged = true;
  let valuesChanged = false;
  for (const phase of BEFORE_VALUES) unchanged = (await deploy(demo, phase)) && unchanged;
  for (const value of VALUES) {
    signal.throwIfAborted();
    const changed = await putValue(demo, value);
    valuesChanged ||= changed;
    const what = changed ? "value put from standard input" : "has its value already";
    progress.line(`  ${value.secret}: ${what}`);
  }
  for (const phase of AFTER_VALUES) unchanged = (await deploy(demo, phase)) && unchanged;
  // A pod that was there before its secret's value mounts it by the driver's next rotation: this is one.
  if (valuesChanged) await Promise.all(MOUNTS.map(({ reader }) => demo.control.remount(reader)));
  if (unchanged && !valuesChanged) progress.line("  nothing changed: everything was as declared");
}

/** Reads each pod's mounted file and shows it. */
export async function showFiles(demo: Demo): Promise<void> {
  demo.progress.heading("What the pods read");
  for (const { reader, file } of MOUNTS) await showFile(demo, reader, file);
}

/** Whether every stack of the phase stayed as it was. */
async function deploy(demo: Demo, phase: string[]): Promise<boolean> {
  demo.signal.throwIfAborted();
  return (await deployStacks(demo, phase)).every(changedNothing);
}

async function showFile({ control, progress }: Demo, reader: string, file: string): Promise<void> {
  const { exitCode, stdout, stderr } = await control.exec(reader, ["cat", file]);
  if (exitCode !== 0) throw new Error(`${reader} cannot read ${file}: ${stderr.trim()}`);
  progress.line(`  ${reader}$ cat ${file}`);
  progress.line(stdout);
}
