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

/** What the stack `<account>.cluster` tells the others. Nothing in it is secret. */
export interface ClusterOutputs {
  /** By the cluster's name within the inventory. */
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
  /** ARN of the IAM OIDC provider of that issuer; none where no reader needed it yet. */
  oidcProviderArn?: string;
}

/** What the stack `<account>.secrets` tells the others: ARNs, by names within the inventory. */
export interface SecretsOutputs {
  /** Full ARNs of secrets, in their own region. */
  secrets: Record<string, pulumi.Input<string>>;
  /** ARNs of customer managed keys, by `ResolvedKey.id`. */
  keys: Record<string, pulumi.Input<string>>;
  /** ARNs of parameters. They exist already: a parameter cannot be created without its value, and values stay out of Pulumi. */
  parameters: Record<string, pulumi.Input<string>>;
  /** ARNs of target roles, by the reader's name. */
  targetRoles: Record<string, pulumi.Input<string>>;
  /** The stack of the workloads, by the reader's name, of readers that are let in by their former way until it has switched. */
  formerWays: Record<string, string>;
  /** Names of the readers that are let in by their role alone, as their sessions may have no tags. */
  untagged: string[];
  /** ARNs of the roles that readers' pods had before and that are let in, too, by the reader's name. */
  formerRoles: Record<string, string>;
  /** What each key encrypts: the next deployment of the stack deletes no key that a value needs. */
  encrypts: KeyUses;
}

/** What the stack `<account>.workloads` tells people and other tools. */
export interface WorkloadsOutputs {
  /** By the reader's name within the inventory. */
  readers: Record<string, ReaderOutputs>;
  /** This stack, by the reader's name, of readers that need another run until their pods get their role as the inventory says. */
  formerWays: Record<string, string>;
}

export interface ReaderOutputs
  extends Pick<PodReader, "associationId" | "roleArn" | "serviceAccount">,
    Pick<SecretMount, "secretProviderClass"> {
  /** How it reads secrets of other accounts, once it is deployed: the owners keep that way open until it has another. */
  mode: CrossAccountMode;
  /** The target role as which it reads, once it is deployed: its owner keeps that until it has another. */
  targetRoleArn?: string;
  /** How its pods get their role, once it is deployed: the owners demand tags of its sessions where that is Pod Identity alone. */
  identity: ReaderIdentity;
  /** Ids of the keys with which it opens secrets of other accounts as its own role, by the secret's name: they let it in until it names others. */
  keys: Record<string, string[]>;
}

/** Reads another stack's outputs of one kind, one entry at a time. */
export interface StackOutputs {
  /** The ARN under `output.<id>`, of a service that the ARN must name. */
  arn(
    output: Exclude<keyof SecretsOutputs, "encrypts" | "formerRoles" | "formerWays" | "untagged">,
    id: string,
    service: string,
  ): pulumi.Output<string>;
  cluster(cluster: ResolvedCluster): pulumi.Output<ClusterConnection>;
}

/** The stack of an account's layer, wherever the state is kept. */
export function stackOutputs(account: ResolvedAccount, layer: Layer): StackOutputs {
  const stack = stackName(account, layer);
  const reference = new pulumi.StackReference(
    `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
  );
  const outputs = new Map<string, pulumi.Output<unknown>>();
  // One output for all that is read of it: each costs as much as a small resource.
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
