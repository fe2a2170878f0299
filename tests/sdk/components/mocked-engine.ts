import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import * as state from "@pulumi/pulumi/runtime/state";

export interface Recorded {
  type: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of any resource type
  inputs: Record<string, any>;
  /** Name of the resource's provider. Empty if the program chose none. */
  provider: string;
}

/** The part of a registration that mocks do not see. */
export interface Registered {
  /** `<type> <name>`. */
  resource: string;
  protect: boolean;
  /** Whether it stays in the cloud after it leaves the stack. */
  retainOnDelete: boolean;
  /** URN of the resource that it is deleted with. Empty if its component decides. */
  deletedWith: string;
  /** Whether it is deleted before its replacement is made. Undefined if the provider decides. */
  deleteBeforeReplace: boolean | undefined;
  /** Properties whose change replaces it, whatever the provider says. */
  replaceOnChanges: string[];
  /** Properties whose change has no effect. */
  ignoreChanges: string[];
  /** The end of its URN after stack and project: the types of its components and its own type, and its name. */
  place: string;
  /** Such places where it was before, from its own aliases and its components'. Only with `resolvesAliases`. */
  aliases: string[];
  /** `<type> <name>` of its component. Empty for a resource of the stack itself. */
  parent: string;
  /** `<type> <name>` of the resources that each property waits for, sorted, by the property's name. */
  dependencies: Record<string, string[]>;
  /** `<type> <name>` of everything that it waits for. */
  after: string[];
}

/** Everything that a program has registered since the mocks were installed. */
export interface MockedEngine {
  resources: Recorded[];
  registered: Registered[];
  /** `<type> <name>` of everything but providers, sorted. */
  children(): string[];
  /** The only resource of this type and name. */
  one(type: string, name: string): Recorded;
  settled(): Promise<void>;
}

export interface MockOptions {
  /** Account of the AWS provider by its name. Defaults to 111111111111. */
  accounts?: Record<string, string>;
  /** Region of the AWS provider by its name. Defaults to us-east-1. */
  regions?: Record<string, string>;
  /** Outputs of other stacks, by the full names of the stacks. */
  stacks?: Record<string, Record<string, unknown>>;
  /** Defaults to `eks-pod-secrets`. */
  project?: string;
  stack?: string;
  /** Whether the run is a preview, in which outputs can be unknown. Defaults to false. */
  preview?: boolean;
  /** Whether the SDK resolves each resource's aliases, as it does for older engines. Defaults to false. */
  resolvesAliases?: boolean;
  /** Subnets of the default VPC. Defaults to one in each of two zones. */
  subnets?: MockSubnet[];
  /** Types of resources that have only their inputs, as in Pulumi's usual mocks. Defaults to none. */
  plain?: (type: string) => boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any function
  call?: (args: MockCallArgs) => Record<string, any>;
}

/** Replaces the engine by mocks that draw ARNs as AWS would. */
export async function mockEngine(options: MockOptions = {}): Promise<MockedEngine> {
  const resources: Recorded[] = [];
  const newResource = (args: MockResourceArgs) => {
    resources.push({
      type: args.type,
      name: args.name,
      inputs: args.inputs,
      provider: providerName(args.provider),
    });
    return { id: `${args.name}-id`, state: { ...args.inputs, ...computed(args, options) } };
  };
  const registered: Registered[] = [];
  const subnets = options.subnets ?? [subnet(1), subnet(2)];
  const call = (args: MockCallArgs) => defaultVpc(args, subnets) ?? options.call?.(args) ?? {};
  await pulumi.runtime.setMocks(
    { newResource, call },
    options.project ?? "eks-pod-secrets",
    options.stack ?? "test",
    options.preview ?? false,
    "organization",
  );
  if (options.resolvesAliases) resolveAliases();
  observeRegistrations(registered);
  return {
    resources,
    registered,
    children: () =>
      resources
        .filter(({ type }) => !type.startsWith("pulumi:providers:"))
        .map(({ name, type }) => `${type} ${name}`)
        .sort(),
    one(type, name) {
      const found = resources.filter((one) => one.type === type && one.name === name);
      if (found.length !== 1 || !found[0]) {
        throw new Error(
          `${found.length} resources ${type} ${name}; there are: ${resources.map((one) => `${one.type} ${one.name}`).join(", ")}`,
        );
      }
      return found[0];
    },
    settled: async () => {
      for (let before = -1; before !== resources.length; ) {
        before = resources.length;
        for (let tick = 0; tick < 20; tick++) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Acts like an engine that does not resolve aliases. The SDK's declarations do not contain this setting. */
function resolveAliases(): void {
  const { getStore } = state as unknown as { getStore(): { supportsAliasSpecs: boolean } };
  getStore().supportsAliasSpecs = false;
}

export interface MockSubnet {
  id: string;
  vpcId: string;
  availabilityZone: string;
  availabilityZoneId: string;
}

/** A subnet in a zone of us-east-1. `zone` is the number of the zone. */
export function subnet(zone: number): MockSubnet {
  return {
    id: `subnet-0000000${zone}`,
    vpcId: "vpc-1",
    availabilityZone: `us-east-1${"abcdef"[zone - 1]}`,
    availabilityZoneId: `use1-az${zone}`,
  };
}

/** The answer of EC2. Undefined for any other service. */
function defaultVpc({ inputs, token }: MockCallArgs, subnets: MockSubnet[]) {
  switch (token) {
    case "aws:ec2/getVpcs:getVpcs":
      return { ids: subnets.slice(0, 1).map(({ vpcId }) => vpcId) };
    case "aws:ec2/getSubnets:getSubnets":
      return { ids: subnets.map(({ id }) => id) };
    case "aws:ec2/getSubnet:getSubnet":
      return subnets.find(({ id }) => id === inputs.id);
    default:
      return undefined;
  }
}

interface RegistrationRequest {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletedwith(): string;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getReplaceonchangesList(): string[];
  getIgnorechangesList(): string[];
  getParent(): string;
  getAliasurnsList(): string[];
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (of: { getUrnsList(): string[] }, property: string) => void): void;
  };
}

function observeRegistrations(registered: Registered[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegistrationRequest, ...rest: unknown[]): void;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    registered.push({
      resource: `${request.getType()} ${request.getName()}`,
      protect: request.getProtect(),
      retainOnDelete: request.getRetainondelete(),
      deletedWith: request.getDeletedwith(),
      deleteBeforeReplace: request.getDeletebeforereplacedefined()
        ? request.getDeletebeforereplace()
        : undefined,
      replaceOnChanges: request.getReplaceonchangesList(),
      ignoreChanges: request.getIgnorechangesList(),
      place: placeOf(request),
      aliases: request.getAliasurnsList().map((urn) => urn.split("::").slice(2).join(" ")),
      parent: typeAndName(request.getParent()),
      dependencies: dependencies(request),
      after: request.getDependenciesList().map(typeAndName),
    });
    register(request, ...rest);
  };
}

function placeOf(request: RegistrationRequest): string {
  const [, , parents = "pulumi:pulumi:Stack"] = request.getParent().split("::");
  const within = parents === "pulumi:pulumi:Stack" ? "" : `${parents}$`;
  return `${within}${request.getType()} ${request.getName()}`;
}

function dependencies(request: RegistrationRequest): Registered["dependencies"] {
  const found: Registered["dependencies"] = {};
  request.getPropertydependenciesMap().forEach((of, property) => {
    const urns = of.getUrnsList();
    if (urns.length > 0) found[property] = urns.map(typeAndName).sort();
  });
  return found;
}

function typeAndName(urn: string): string {
  return urn.split("::").slice(-2).join(" ").replace(/^.*\$/, "");
}

/** The value of an output. It rejects if the computation throws, which `apply` alone would hide. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

function providerName(reference: string | undefined): string {
  return /::([^:]+)::[^:]*$/.exec(reference ?? "")?.[1] ?? "";
}

function computed(args: MockResourceArgs, options: MockOptions): Record<string, unknown> {
  const { inputs, name, type } = args;
  if (options.plain?.(type)) return {};
  const region = options.regions?.[providerName(args.provider)] ?? "us-east-1";
  const account = options.accounts?.[providerName(args.provider)] ?? "111111111111";
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  switch (type) {
    case "aws:secretsmanager/secret:Secret":
      // If a preview does not know the name, it does not know the ARN either.
      return typeof inputs.name === "object"
        ? {}
        : { arn: arn("secretsmanager", `secret:${inputs.name}-AbC123`) };
    case "aws:kms/key:Key":
      return { arn: arn("kms", `key/${name}-id`), keyId: `${name}-id` };
    case "aws:iam/role:Role":
      return {
        arn: `arn:aws:iam::${account}:role${inputs.path ?? "/"}${inputs.name ?? name}`,
        name: inputs.name ?? name,
      };
    case "aws:eks/podIdentityAssociation:PodIdentityAssociation":
      return { associationId: `a-${name}` };
    case "eks:index:Cluster":
      return {
        eksCluster: {
          name: inputs.name,
          version: inputs.version ?? "1.34",
          arn: arn("eks", `cluster/${inputs.name}`),
          endpoint: "https://cluster.example",
          certificateAuthority: { data: "Q0E=" },
          identities: [{ oidcs: [{ issuer: "https://oidc.example/id" }] }],
        },
      };
    case "pulumi:index:Stash":
      return { output: inputs.input };
    case "pulumi:pulumi:StackReference":
      return { outputs: options.stacks?.[inputs.name] ?? {} };
    default:
      return {};
  }
}
