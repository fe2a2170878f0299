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
 * All runs are clients in this one process, and gRPC shares connections by address. If an engine listens on a port that an
 * earlier one used, the run would get the earlier, failed connection. So each client has its own connections.
 */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: object };
Object.assign(grpcClientOptions, { "grpc.use_local_subchannel_pool": 1 });

/** A sandbox in which a user's own programs run, as administrator of one account. */
export interface ProgramHost {
  sandbox: EngineHarness;
  environment: Record<string, string>;
  /** Makes a stack whose program is a function, by the Automation API. `variables` are added to the host's environment. */
  inline(stackName: string, program: PulumiFn, variables?: Record<string, string>): Promise<Stack>;
}

/** Starts a host. `inventory` only names the accounts. */
export async function programHost(inventory = INVENTORY): Promise<ProgramHost> {
  const sandbox = await engineHarness(inventory);
  const account = await sandbox.control.account({ id: OWNER, region: "us-east-1" });
  const { PULUMI_OPTION_CWD: _, ...others } = sandbox.environment;
  const environment = { ...others, ...awsEnvironment(sandbox.connection, account) };
  const { EKS_POD_SECRETS_SECRETS_PROVIDER: secretsProvider } = others;
  // The Automation API looks for the engine in the PATH of its own process.
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

/** A host for the tests of a suite. It starts before the tests and is removed after them. */
export function suiteHost(inventory?: string): ProgramHost {
  const host = {} as ProgramHost;
  before(async () => {
    Object.assign(host, await programHost(inventory));
  });
  after(() => host.sandbox.remove());
  return host;
}

/** The message of the error that a run rejects with. */
export function messageOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => "no refusal",
    (error: Error) => error.message,
  );
}
