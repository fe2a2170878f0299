import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importFile } from "../../../stacks/import-file";
import type { TestSandbox } from "../../sandbox/support";
import {
  fakePulumi,
  type KeptResource,
  type KeptStack,
  keptFiles,
  keptIn,
} from "../fake-pulumi/kept-stacks";
import { type Ended, filesIn, run, runProcess } from "../support";

const PROGRAM = join(__dirname, "../../../stacks/index.ts");

export interface FakeProject {
  inventory: string;
  stacks: Record<string, KeptStack>;
  /** What the stand-in does to a stack. */
  behaviour?: Record<string, string>;
  /** What the command reads from standard input. */
  input?: string;
  /** Text of the AWS SDKs' credentials file. */
  profiles?: string;
  /** Resources in the import files, by stack. */
  imports?: Record<string, readonly object[]>;
}

export interface FakeRun extends Ended {
  stacks: Record<string, KeptStack>;
  /** The runs, such as `up a.secrets`. */
  ran: string[];
}

/** Runs the command in a project whose engine is the stand-in, with credentials of one sandbox account. */
export async function runInProject(
  sandbox: TestSandbox,
  account: string,
  args: string[],
  { behaviour = {}, imports = {}, input, inventory, profiles = "", stacks }: FakeProject,
): Promise<FakeRun> {
  const files = {
    "zone.yaml": inventory,
    credentials: profiles,
    "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
    ...keptFiles(stacks, behaviour),
    ...Object.fromEntries(
      Object.entries(imports).map(([stack, resources]) => [importFile(stack), { resources }]),
    ),
  };
  const directory = filesIn(files);
  const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
  const env = {
    ...fakePulumi(directory),
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: "us-east-1",
    AWS_SHARED_CREDENTIALS_FILE: `${directory}/credentials`,
  };
  // The stand-in sends a signal to the process that started it, so the command needs its own process.
  const start = Object.values(behaviour).some((one) => /^(?:is stopped|stops )/.test(one))
    ? runProcess
    : run;
  const ended = await start([...args, "--inventory", `${directory}/zone.yaml`], { env, input });
  const after = Object.keys(stacks).map((name) => [name, keptIn(directory, name)]);
  const ran = readFileSync(join(directory, "commands.log"), "utf8").split("\n").slice(0, -1);
  return { ...ended, ran, stacks: Object.fromEntries(after) };
}

/** A secret, as the stack of its account has it. */
export function keptSecret(
  id: string,
  arn: string,
  inputs: Record<string, unknown> = {},
): KeptResource {
  return {
    urn: `urn:pulumi:a.secrets::eks-pod-secrets::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secret:Secret::${id}-secret`,
    type: "aws:secretsmanager/secret:Secret",
    inputs: { name: id, recoveryWindowInDays: 30, ...inputs },
    outputs: { arn },
  };
}
