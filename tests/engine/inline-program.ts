import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { type EngineHarness, engineHarness } from "./harness";

export const OWNER = "111111111111";

const INVENTORY = `accounts: { owner: { id: "${OWNER}", region: us-east-1 } }`;

/**
 * All runs are clients of this one process. gRPC shares connections by address: where an engine listens on a port that an earlier
 * one had, the run would get that one's failed connection. So each client has connections of its own.
 */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: object };
Object.assign(grpcClientOptions, { "grpc.use_local_subchannel_pool": 1 });

/** A sandbox in which programs of one's own run, as the administrator of one account. */
export interface ProgramHost {
  sandbox: EngineHarness;
  environment: Record<string, string>;
  /** A new stack whose program is a function, by the Automation API. `variables`: its environment beside the host's. */
  inline(stackName: string, program: PulumiFn, variables?: Record<string, string>): Promise<Stack>;
}

/** `inventory`: names the accounts, and makes nothing. */
export async function programHost(inventory = INVENTORY): Promise<ProgramHost> {
  const sandbox = await engineHarness(inventory);
  const account = await sandbox.control.account({ id: OWNER, region: "us-east-1" });
  const { PULUMI_OPTION_CWD: _, ...others } = sandbox.environment;
  const environment = { ...others, ...awsEnvironment(sandbox.connection, account) };
  const { EKS_POD_SECRETS_SECRETS_PROVIDER: secretsProvider } = others;
  // The Automation API looks for the engine in the path of its own process.
  process.env.PATH = environment.PATH;
  const inline: ProgramHost["inline"] = (stackName, program, variables) =>
    LocalWorkspace.createStack(
      { stackName, projectName: "inline", program },
      {
        envVars: { ...environment, ...variables },
        workDir: mkdtempSync(join(tmpdir(), "inline-")),
        ...(secretsProvider && { secretsProvider }),
      },
    );
  return { sandbox, environment, inline };
}

/** The same for the tests of a suite: it is there before them, and removed after. */
export function suiteHost(inventory?: string): ProgramHost {
  const host = {} as ProgramHost;
  before(async () => {
    Object.assign(host, await programHost(inventory));
  });
  after(() => host.sandbox.remove());
  return host;
}

/** The message with which a run rejects. */
export function messageOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => "no refusal",
    (error: Error) => error.message,
  );
}
