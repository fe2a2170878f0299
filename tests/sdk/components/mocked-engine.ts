import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import * as state from "@pulumi/pulumi/runtime/state";

export interface Recorded {
  type: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of any resource type
  inputs: Record<string, any>;
  /** Name of the provider that owns it; empty where the program chose none. */
  provider: string;
}

/** What mocks do not see of a registration. */
export interface Registered {
  /** `<type> <name>`. */
  resource: string;
  protect: boolean;
  /** Whether it stays in the cloud when it leaves the stack. */
  retainOnDelete: boolean;
  /** URN of the resource with which it is deleted; empty where that is its component's to say. */
  deletedWith: string;
  /** Whether it is deleted before there is another in its place; undefined where the provider decides. */
  deleteBeforeReplace: boolean | undefined;
  /** Properties of which another value replaces it, whatever the provider says. */
  replaceOnChanges: string[];
  /** Properties of which another value changes nothing. */
  ignoreChanges: string[];
  /** What its URN has after stack and project: the types of its components and its own, and its name. */
  place: string;
  /** Such places where it was before, as its own aliases and those of its components say. Known where `resolvesAliases`. */
  aliases: string[];
  /** `<type> <name>` of its component; empty for the stack's own. */
  parent: string;
  /** `<type> <name>` of the resources for which a property waits, sorted, by the property's name. */
  dependencies: Record<string, string[]>;
  /** `<type> <name>` of all that it waits for. */
  after: string[];
}

/** Everything that a program registered with the mocked engine since it was installed. */
export interface MockedEngine {
  resources: Recorded[];
  registered: Registered[];
  /** `<type> <name>` of everything but providers, sorted. */
  children(): string[];
  /** The one resource of a type and name. */
  one(type: string, name: string): Recorded;
  settled(): Promise<void>;
}

export interface MockOptions {
  /** Account of the AWS provider by its name. Defaults to 111111111111. */
  accounts?: Record<string, string>;
  /** Region of the AWS provider by its name. Defaults to us-east-1. */
  regions?: Record<string, string>;
  /** Outputs of other stacks, by the stack's full name. */
  stacks?: Record<string, Record<string, unknown>>;
  /** Defaults to `eks-pod-secrets`. */
  project?: string;
  stack?: string;
  /** Whether the run is a preview, in which outputs may be unknown. Defaults to false. */
  preview?: boolean;
  /** Whether the SDK works out each resource's aliases, as it does for an engine that does not. Defaults to false. */
  resolvesAliases?: boolean;
  /** Subnets of the default VPC. Defaults to one in each of two zones. */
  subnets?: MockSubnet[];
  /** Types of resources that have what they were given and nothing else, as Pulumi's usual mocks make them. Defaults to none. */
  plain?: (type: string) => boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any function
  call?: (args: MockCallArgs) => Record<string, any>;
}

/** Puts mocks in the engine's place that draw ARNs as AWS would. */
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

/** As for an engine that does not. The SDK's declarations leave out what it keeps of the engine. */
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

/** The subnet of a zone of us-east-1 by the zone's number. */
export function subnet(zone: number): MockSubnet {
  return {
    id: `subnet-0000000${zone}`,
    vpcId: "vpc-1",
    availabilityZone: `us-east-1${"abcdef"[zone - 1]}`,
    availabilityZoneId: `use1-az${zone}`,
  };
}

/** What EC2 answers; undefined of any other service. */
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

/** The value of an output; rejected where its computation throws, which `apply` alone would hide. */
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
      // Of a name that a preview does not know, neither is the ARN.
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
