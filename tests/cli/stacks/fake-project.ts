import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { TestSandbox } from "../../sandbox/support";
import { type Ended, run, withFiles } from "../support";

const PROGRAM = join(__dirname, "../../../stacks/index.ts");

/** A resource as the backend keeps it. */
export interface KeptResource {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  external?: boolean;
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** What the stand-in for the Pulumi CLI keeps of a stack. */
export interface KeptStack {
  resources: number;
  holds?: KeptResource[];
  /** What a run that was killed was making. */
  pending?: KeptResource[];
  last?: { kind: string; confirmed?: string; revoked?: string };
}

export interface FakeProject {
  inventory: string;
  stacks: Record<string, KeptStack>;
  /** What the stand-in does to a stack. */
  behaviour?: Record<string, string>;
  /** What the command reads from standard input. */
  input?: string;
  /** Text of the AWS SDKs' credentials file. */
  profiles?: string;
}

export interface FakeRun extends Ended {
  stacks: Record<string, KeptStack>;
  /** What was run, as `up a.secrets`. */
  ran: string[];
}

/** Runs the command in a project whose engine is the stand-in, with credentials of one account of the sandbox. */
export function runInProject(
  sandbox: TestSandbox,
  account: string,
  args: string[],
  { behaviour = {}, input, inventory, profiles = "", stacks }: FakeProject,
): Promise<FakeRun> {
  const kept = Object.entries(stacks).map(([name, stack]) => [
    `${name}.stack`,
    JSON.stringify(stack),
  ]);
  const files = {
    "zone.yaml": inventory,
    credentials: profiles,
    "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
    "behaviour.json": JSON.stringify(behaviour),
    "commands.log": "",
    ...Object.fromEntries(kept),
  };
  return withFiles(files, async (directory) => {
    const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
    const env = {
      PATH: `${join(__dirname, "../fake-pulumi")}${delimiter}${process.env.PATH}`,
      FAKE_PULUMI: directory,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: "us-east-1",
      AWS_SHARED_CREDENTIALS_FILE: `${directory}/credentials`,
    };
    const ended = await run([...args, "--inventory", `${directory}/zone.yaml`], { env, input });
    const after = Object.keys(stacks).map((name) => [
      name,
      JSON.parse(readFileSync(join(directory, `${name}.stack`), "utf8")),
    ]);
    const ran = readFileSync(join(directory, "commands.log"), "utf8").split("\n").slice(0, -1);
    return { ...ended, ran, stacks: Object.fromEntries(after) };
  });
}

/** A secret as the stack of its account holds it. */
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
