import * as pulumi from "@pulumi/pulumi";
import type { KeyUses } from "eks-pod-secrets/change-losses";
import {
  type CrossAccountMode,
  parseArn,
  type ReaderIdentity,
  type ResolvedAccount,
  type ResolvedCluster,
} from "eks-pod-secrets/grant";
import type { PodReader } from "eks-pod-secrets/pod-reader";
import type { SecretMount } from "eks-pod-secrets/secret-mount";
import { getOrMake } from "iam-proof/collections";
import { noteRead } from "./observed-run";
import { type Layer, stackName } from "./stack-plan";

/** Outputs of the stack `<account>.cluster`. Nothing in it is secret. */
export interface ClusterOutputs {
  /** Connections by the cluster's name in the inventory. */
  clusters: Record<string, pulumi.Input<ClusterConnection>>;
}

export interface ClusterConnection {
  arn: string;
  /** URL of the Kubernetes API. */
  endpoint: string;
  /** Certificate authority of the Kubernetes API, base64. */
  certificateAuthority: string;
  /** URL of the issuer of its service account tokens. */
  oidcIssuer: string;
  /** ARN of the issuer's IAM OIDC provider; absent until a reader needs it. */
  oidcProviderArn?: string;
}

/** Outputs of the stack `<account>.secrets`: ARNs, by names in the inventory. */
export interface SecretsOutputs {
  /** Full ARNs of secrets, in their own region. */
  secrets: Record<string, pulumi.Input<string>>;
  /** ARNs of customer managed keys, by `ResolvedKey.id`. */
  keys: Record<string, pulumi.Input<string>>;
  /** ARNs of parameters. They exist already: a parameter cannot be created without its value, and values stay out of Pulumi. */
  parameters: Record<string, pulumi.Input<string>>;
  /** ARNs of target roles, by the reader's name. */
  targetRoles: Record<string, pulumi.Input<string>>;
  /** The workloads stack of each reader that is still let in by its former way, by the reader's name. */
  formerWays: Record<string, string>;
  /** Names of the readers that are let in by their role alone, because their sessions may have no tags. */
  untagged: string[];
  /** ARNs of readers' former roles that are let in as well, by the reader's name. */
  formerRoles: Record<string, string>;
  /** What each key encrypts, so that the next deployment deletes no key that a value needs. */
  encrypts: KeyUses;
}

/** Outputs of the stack `<account>.workloads`, for people and other tools. */
export interface WorkloadsOutputs {
  /** Readers by their names in the inventory. */
  readers: Record<string, ReaderOutputs>;
  /**
   * This stack's name for each reader that needs another run until its pods get their role as the inventory says, by the reader's
   * name.
   */
  formerWays: Record<string, string>;
}

export interface ReaderOutputs
  extends Pick<PodReader, "associationId" | "roleArn" | "serviceAccount">,
    Pick<SecretMount, "secretProviderClass"> {
  /** How it reads secrets of other accounts, known once it is deployed. Owners keep that way open until it has another. */
  mode: CrossAccountMode;
  /** The target role that it reads as, known once it is deployed. Its owner keeps that role until the reader has another. */
  targetRoleArn?: string;
  /** The regions in which it reads, known once it is deployed. Owners keep these open until it has others. */
  regions: string[];
  /** How its pods get their role, known once it is deployed. Owners demand session tags if that is only Pod Identity. */
  identity: ReaderIdentity;
  /**
   * Ids of the keys that its own role uses for secrets of other accounts, by the secret's name. They let it in until it names
   * others.
   */
  keys: Record<string, string[]>;
}

/** Reads another stack's outputs, one entry at a time. */
export interface StackOutputs {
  /** The ARN in the output at `output.<id>`. It must be one of this service. */
  arn(
    output: Exclude<keyof SecretsOutputs, "encrypts" | "formerRoles" | "formerWays" | "untagged">,
    id: string,
    service: string,
  ): pulumi.Output<string>;
  cluster(cluster: ResolvedCluster): pulumi.Output<ClusterConnection>;
}

/** The outputs of the stack of an account's layer, in any backend. */
export function stackOutputs(account: ResolvedAccount, layer: Layer): StackOutputs {
  const stack = stackName(account, layer);
  const reference = new pulumi.StackReference(
    `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
  );
  const outputs = new Map<string, pulumi.Output<unknown>>();
  // One Pulumi output for everything that is read from it: each one costs as much as a small resource.
  const output = (name: string) => getOrMake(outputs, name, () => reference.requireOutput(name));
  const read = <Value>(name: string, id: string, use: (value: unknown) => Value) =>
    output(name).apply((entries) => {
      noteRead(stack, `${name}/${id}`, { [name]: entries });
      return use(entry(entries, id));
    });
  return {
    arn: (name, id, service) =>
      read(name, id, (value) => requiredArn(stack, `${name}.${id}`, value, service)),
    cluster: (cluster) =>
      read("clusters", cluster.id, (value) => clusterConnection(stack, cluster, value)),
  };
}

function clusterConnection(
  stack: string,
  cluster: ResolvedCluster,
  value: unknown,
): ClusterConnection {
  const path = `clusters.${cluster.id}`;
  const text = (name: string, start?: string) =>
    required(stack, `${path}.${name}`, entry(value, name), start);
  const arn = text("arn", "arn:");
  if (arn !== cluster.arn) {
    throw new pulumi.RunError(
      `output ${path}.arn of stack ${stack} must be ${cluster.arn} as in the inventory, got ${arn}; use one inventory for both stacks`,
    );
  }
  return {
    arn,
    endpoint: text("endpoint", "http"),
    certificateAuthority: text("certificateAuthority"),
    oidcIssuer: text("oidcIssuer", "http"),
    ...(entry(value, "oidcProviderArn") !== undefined && {
      oidcProviderArn: text("oidcProviderArn", "arn:"),
    }),
  };
}

function entry(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function required(stack: string, path: string, value: unknown, start = ""): string {
  if (typeof value === "string" && value.startsWith(start) && value !== "") return value;
  throw unmet(stack, path, `text${start && ` that begins with ${start}`}`, value);
}

function requiredArn(stack: string, path: string, value: unknown, service: string): string {
  if (typeof value === "string" && parseArn(value)?.service === service) return value;
  throw unmet(stack, path, `an ARN of ${service}`, value);
}

function unmet(stack: string, path: string, rule: string, value: unknown): pulumi.RunError {
  const got = value === undefined ? "nothing" : JSON.stringify(value);
  return new pulumi.RunError(
    `output ${path} of stack ${stack} must be ${rule}, got ${got}; run pulumi up -s ${stack} first`,
  );
}
