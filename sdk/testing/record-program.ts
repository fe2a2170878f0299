import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";

import { type GivenPlaces, placeOf, providerName } from "../access/resources/provider-places";
import type { StackResource } from "../access/resources/stack-resource";
import { standIns } from "../access/resources/stand-ins";

/** Settings for the run of a program. */
export interface ProgramRun extends GivenPlaces {
  /** Configuration by its full name, such as `orders:clusterName`. Defaults to none. */
  config?: Record<string, string>;
  /** Name of the project. Defaults to `program`. */
  project?: string;
  /** Name of the stack. Defaults to `test`. */
  stack?: string;
  /** Outputs of other stacks, by the name with which the program refers to each. Defaults to none. */
  stackOutputs?: Record<string, Record<string, unknown>>;
  /** Answers the functions that the program calls, like Pulumi's own mocks. By default, most have no answer. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any function
  call?: (args: MockCallArgs) => Record<string, any> | undefined;
}

/** Runs a program as a preview does, with stand-ins for what AWS will assign, and returns what it registers. */
export async function recordProgram(
  program: () => unknown,
  run: ProgramRun,
): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  const lost = new Set<string>();
  const newResource = (args: MockResourceArgs) => {
    if (args.type === "pulumi:pulumi:StackReference") {
      return {
        id: args.name,
        state: { ...args.inputs, outputs: run.stackOutputs?.[args.name] ?? {} },
      };
    }
    const { account, region } = placeOf(args.provider, resources, placesOf(run));
    if (args.type.startsWith("aws:") && !(account && region)) lost.add(args.provider ?? "");
    const at = { account: account ?? "000000000000", region: region ?? "us-east-1" };
    const state = { ...args.inputs, ...standIns(args, at) };
    return { id: idOf(args, state), state };
  };
  const call = (args: MockCallArgs) => answer(args, resources, run) ?? {};
  const giveBack = keptRuntime();
  try {
    pulumi.runtime.setAllConfig(run.config ?? {});
    const { project = "program", stack = "test" } = run;
    await pulumi.runtime.setMocks({ newResource, call }, project, stack, true, "organization");
    observe(resources);
    await untilRejected(async () => {
      await program();
      await pulumi.runtime.disconnect();
    });
  } finally {
    // This also discards what a rejection leaves pending, which Pulumi would report at the end of the process.
    giveBack();
  }
  for (const provider of lost) throw new Error(placeNeeded(provider));
  return resources;
}

/** Saves the mocks and the configuration of the surrounding test. Returns a function that restores them. */
function keptRuntime(): () => void {
  const { runtime } = pulumi;
  const config = runtime.allConfig();
  const monitor = runtime.hasMonitor() ? runtime.getMonitor() : undefined;
  const [project, stack, preview] = [runtime.getProject(), runtime.getStack(), runtime.isDryRun()];
  const organization = organizationOrNone();
  return () => {
    runtime.setAllConfig(config);
    if (monitor) runtime.setMockOptions(monitor, project, stack, preview, organization);
    else runtime.resetOptions("", "", -1, "", "", false, "");
  };
}

/** The organization; empty if the test's mocks have none, for which Pulumi throws. */
function organizationOrNone(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "";
  }
}

/**
 * Runs a program until it is done, or until anything in it rejects without being handled. In Pulumi, that ends the run. With mocks,
 * the program would wait for it for ever.
 */
async function untilRejected(run: () => Promise<void>): Promise<void> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    await new Promise<void>((resolve, reject) => {
      process.on("unhandledRejection", reject);
      run().then(resolve, reject);
    });
  } finally {
    // The same rejection is reported once for each output that depends on it.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners("unhandledRejection");
    for (const one of others) process.on("unhandledRejection", one);
  }
}

/** Pulumi's configuration names the region of the default provider. */
function placesOf({ accounts, config, regions }: ProgramRun): GivenPlaces {
  const region = config?.["aws:region"];
  return {
    ...(accounts && { accounts }),
    regions: { ...(region && { default: region }), ...regions },
  };
}

function placeNeeded(provider: string): string {
  const name = providerName(provider.replace(/::[^:]*$/, ""));
  return `account and region of the AWS provider ${name} must be known, for the ARNs of what it makes: give it region and allowedAccountIds, or give proveProgram accounts: { "${name}": "111111111111" } and regions: { "${name}": "us-east-1" }`;
}

function idOf({ name, type }: MockResourceArgs, state: Record<string, unknown>): string {
  switch (type) {
    case "aws:kms/key:Key":
      return String(state.keyId);
    case "aws:iam/role:Role":
      return String(state.name);
    case "aws:secretsmanager/secret:Secret":
    case "aws:iam/policy:Policy":
      return String(state.arn);
    default:
      return `${name}-id`;
  }
}

function answer(args: MockCallArgs, resources: StackResource[], run: ProgramRun) {
  const given = run.call?.(args);
  if (given) return given;
  const { account: accountId, region } = placeOf(args.provider, resources, placesOf(run));
  switch (args.token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId, id: accountId };
    case "aws:index/getRegion:getRegion":
      return { id: region, name: region, region };
    default:
      return undefined;
  }
}

interface Registration {
  getType(): string;
  getProvider(): string;
}

interface Registered {
  getUrn(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** Records each resource with the URN that the mocks give it, which contains its component. */
function observe(resources: StackResource[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(
      request: Registration,
      callback: (error: unknown, answer: Registered | undefined) => void,
    ): unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, answered) => {
      if (answered) {
        const state = plain(answered.getObject()?.toJavaScript() ?? {}) as StackResource["inputs"];
        const provider = request.getProvider();
        resources.push({
          urn: answered.getUrn(),
          type: request.getType(),
          inputs: state,
          outputs: {},
          ...(provider && { provider }),
        });
      }
      callback(error, answered);
    });
}

/** The value without the markers of secrets. In a test, it stays within the process. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { specialSecretSig, specialSigKey } = pulumi.runtime;
  const { [specialSigKey]: signature, ...others } = value as Record<string, unknown>;
  if (signature === specialSecretSig) return plain(others.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
