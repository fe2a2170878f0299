import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "@pulumi/aws/kms/key";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { awsEnvironment } from "../../../sandbox/pulumi/environment";
import { PodSecret, PodSecretKey, PodTargetRole } from "../../../sdk";
import { type ComponentName, construct, plain } from "../../sdk/components/minimal-args";
import { landingZone } from "../../stacks/run-stack";
import { makeClusters } from "../adopted-clusters";
import { type ProgramHost, programHost } from "../inline-program";
import { kubeconfig } from "../kubeconfig";
import { OWNER, pod, READER, REGION, roleArn, SHARED, type Shared, usualArgs } from "./usual-args";

/** A component of one of the projects, with its arguments beside the usual ones; one that is undefined is left out. */
export interface Instance {
  component: ComponentName;
  name: string;
  args: (shared: Shared) => object;
}

export type Project = "owner" | "reader";

export const projectOf: Record<ComponentName, Project> = {
  PodSecretKey: "owner",
  PodSecret: "owner",
  PodSecretKeyPolicy: "owner",
  PodTargetRole: "owner",
  SharedSecret: "owner",
  PodReader: "reader",
  SecretMount: "reader",
  SecretsStoreCsi: "reader",
  SharedSecretMount: "reader",
};

/** Two projects in a sandbox, of an owner and of a reader, the latter with the former's stack as its reference. */
export interface TwoProjects {
  host: ProgramHost;
  stacks: Record<Project, Stack>;
  program(project: Project, instances: readonly Instance[]): () => Promise<object>;
}

/** `instances`: those for which there must be a cluster. */
export async function twoProjects(instances: readonly Instance[]): Promise<TwoProjects> {
  const ofDriver = instances.filter(({ component }) => component === "SecretsStoreCsi");
  const names = ["shop", "other", ...ofDriver.map(({ name }) => name)];
  const text = inventoryOf(names);
  const host = await programHost(text);
  const { clusters, readers } = landingZone(text);
  await makeClusters(host.sandbox, clusters, readers);
  const file = join(host.sandbox.data.path, "kubeconfig");
  const entered = names.map((name) => ({
    ...{ name, accountId: READER, region: REGION, profile: "reader" },
  }));
  writeFileSync(file, kubeconfig(host.sandbox, entered));
  const account = await host.sandbox.control.account({ id: READER, region: REGION });
  const program: TwoProjects["program"] = (project, all) => async () => {
    const shared = project === "owner" ? ownersPart() : ownersAnswers();
    for (const one of all) make(one, shared);
    return project === "owner" ? shared : {};
  };
  const stacks = {
    owner: await host.inline("owner", program("owner", [])),
    reader: await host.inline("reader", program("reader", []), {
      ...awsEnvironment(host.sandbox.connection, account),
      KUBECONFIG: file,
    }),
  };
  return { host, stacks, program };
}

function inventoryOf(names: readonly string[]): string {
  const clusters = names.map((name) => `${name}: { account: reader, existing: true }`);
  const readers = names.flatMap((cluster) =>
    ["orders", "billing"].map(
      (namespace) =>
        `${cluster}-${namespace}: { cluster: ${cluster}, namespace: ${namespace}, serviceAccount: any, reads: [db] }`,
    ),
  );
  return `
accounts: { owner: { id: "${OWNER}", region: ${REGION} }, reader: { id: "${READER}", region: ${REGION} } }
clusters: { ${clusters.join(", ")} }
secrets: { db: { account: reader } }
readers: { ${readers.join(", ")} }
`;
}

function ownersPart(): Shared {
  const key = (name: string) => new PodSecretKey(name, { keyAlias: name }).keyArn;
  const keyArn = key("shared");
  const secret = (name: string) =>
    new PodSecret(name, { secretName: `orders/${name}`, keyArn }).secretArn;
  const secretArn = secret("shared");
  const role = (name: string) =>
    new PodTargetRole(name, {
      reader: pod(name),
      readerRoleArn: roleArn(name),
      ownerAccountId: OWNER,
      secrets: [{ arn: secretArn, keyArn }],
    }).roleArn;
  const replicaKey = (name: string) => new Key(name, { region: "eu-west-1" }).arn;
  return {
    ...{ secretArn, otherSecretArn: secret("other"), thirdSecretArn: secret("third") },
    ...{ keyArn, otherKeyArn: key("other") },
    ...{ replicaKeyArn: replicaKey("replica"), otherReplicaKeyArn: replicaKey("other-replica") },
    ...{ targetRoleArn: role("shared"), otherTargetRoleArn: role("other") },
  };
}

function ownersAnswers(): Shared {
  const stack = new pulumi.StackReference("organization/inline/owner");
  const entries = SHARED.map((name) => [name, stack.requireOutput(name).apply(String)]);
  return Object.fromEntries(entries);
}

/** Makes a component whose arguments are outputs, but for those that take none. */
function make({ args, component, name }: Instance, shared: Shared): void {
  const usual = usualArgs[component](name, shared);
  const all = Object.entries({ ...usual, ...args(shared) }).map(([argument, value]) => {
    const isPlain = value === undefined || plain[component].includes(argument);
    return [argument, isPlain ? value : pulumi.output(value)];
  });
  const providers =
    projectOf[component] === "reader"
      ? [new Provider(name, { context: component === "SecretsStoreCsi" ? name : "shop" })]
      : [];
  construct(component, Object.fromEntries(all), { providers }, name);
}
