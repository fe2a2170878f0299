import * as pulumi from "@pulumi/pulumi";
import { lost, roleBeside } from "../../change-losses/loss";
import type { ReaderIdentity } from "../../grant/landing-zone/landing-zone";
import { readerRoleName, targetRoleName } from "../../grant/landing-zone/names";
import type { Reader } from "../../grant/landing-zone/pods";
import { change, changed, gone, organizationLosses } from "./of-mounts";
import type { Losses } from "./tell-losses";

interface RoleArgs {
  roleName?: string;
  rolePath?: string;
  permissionsBoundary?: string;
  keptPolicyNames?: string[];
  keptPolicyArns?: string[];
}

interface Readable {
  secrets?: { arn: string; keyArn?: string }[];
  parameters?: { arn: string; keyArn?: string }[];
}

type Pod = Partial<Reader> | undefined;

interface PodArgs extends RoleArgs, Readable, Partial<Reader> {
  createServiceAccount?: boolean;
  identity?: ReaderIdentity;
  targetRoleArn?: string;
}

interface TargetRoleArgs extends RoleArgs, Readable {
  reader?: Reader;
  readerRoleArn?: string;
  formerReaderRoleArn?: string;
  organizationId?: string;
}

export const podReaderLosses: Losses<PodArgs> = (before, after) => [
  ...roleLosses(before, after, readerRoleName, before, after),
  ...podLosses(before, after),
  ...serviceAccountLosses(before, after),
  ...identityLosses(before, after),
  ...targetLosses(before, after),
  ...readableLosses(before, after),
];

export const podTargetRoleLosses: Losses<TargetRoleArgs> = (before, after) => [
  ...roleLosses(before, after, targetRoleName, before.reader, after.reader),
  ...podLosses(before.reader, after.reader),
  ...gone(letIn(before), letIn(after), String).map(
    (arn) => `readerRoleArn: ${arn} can no longer become the role`,
  ),
  ...readableLosses(before, after),
  ...organizationLosses(before, after),
];

function letIn({ formerReaderRoleArn, readerRoleArn }: TargetRoleArgs): string[] {
  return [readerRoleArn, formerReaderRoleArn].flatMap((one) => one ?? []);
}

/** A role that replaces another must have a different name. */
export const podReaderRefusals: Losses<PodArgs> = (before, after) =>
  sameNamed(roleOf(before, readerRoleName, before), roleOf(after, readerRoleName, after));

export const podTargetRoleRefusals: Losses<TargetRoleArgs> = (before, after) =>
  sameNamed(
    roleOf(before, targetRoleName, before.reader),
    roleOf(after, targetRoleName, after.reader),
  );

function sameNamed(old: string | undefined, made: string | undefined): string[] {
  const nameOf = (role = "") => role.split("/").at(-1)?.toLowerCase();
  if (!old || !made || old === made || nameOf(old) !== nameOf(made)) return [];
  return [`rolePath: ${roleBeside(old, made)}; give it another roleName as well`];
}

/** The path and name of a role, if they are known. */
function roleOf(
  { roleName, rolePath = "/" }: RoleArgs,
  derived: (reader: Reader) => string,
  reader: Pod,
): string | undefined {
  return isWhole(reader) && !pulumi.isUnknown(roleName) && !pulumi.isUnknown(rolePath)
    ? `${rolePath}${roleName ?? derived(reader)}`
    : undefined;
}

function roleLosses(
  before: RoleArgs,
  after: RoleArgs,
  derived: (reader: Reader) => string,
  formerPod: Pod,
  pod: Pod,
): string[] {
  const [old, made] = [roleOf(before, derived, formerPod), roleOf(after, derived, pod)];
  const losses: string[] = [];
  if (old !== made && old && made && sameNamed(old, made).length === 0) {
    const argument = changed(before.rolePath, after.rolePath) ? "rolePath" : "roleName";
    losses.push(
      `${argument}: role ${made} is made, and then role ${old} is deleted; its pods read only what lets the new role in`,
    );
  }
  if (after.permissionsBoundary && changed(before.permissionsBoundary, after.permissionsBoundary)) {
    losses.push(
      `permissionsBoundary: the role can do no more than ${after.permissionsBoundary} allows`,
    );
  }
  const dropped = (["keptPolicyNames", "keptPolicyArns"] as const).flatMap((list) =>
    gone(before[list], after[list], String).map(
      (policy) => `${list}: policy ${policy} is removed from the role`,
    ),
  );
  return [...losses, ...dropped];
}

function isWhole(reader: Pod): reader is Reader {
  const parts = [reader?.clusterArn, reader?.namespace, reader?.serviceAccount];
  return parts.every((part) => typeof part === "string");
}

function podLosses(before: Pod, after: Pod): string[] {
  if (!isWhole(before) || !isWhole(after)) return [];
  const parts = ["clusterArn", "namespace", "serviceAccount"] as const;
  const others = parts.filter((part) => changed(before[part], after[part]));
  if (others.length === 0) return [];
  const { clusterArn, namespace, serviceAccount } = before;
  return [
    `${others.join(", ")}: pods of ${namespace}/${serviceAccount} in ${clusterArn} can no longer become the role`,
  ];
}

function serviceAccountLosses(
  { createServiceAccount: before = true, namespace, serviceAccount }: PodArgs,
  { createServiceAccount = true }: PodArgs,
): string[] {
  if (!before || createServiceAccount) return [];
  const says = `createServiceAccount: service account ${namespace}/${serviceAccount} is deleted, and its pods start no more until there is another of its name`;
  return [says];
}

/** Running pods keep the way of getting their role that their service account had when they were created. */
function identityLosses(before: PodArgs, after: PodArgs): string[] {
  const has = ({ identity = "podIdentity" }: PodArgs, way: ReaderIdentity) =>
    identity === way || identity === "both";
  return [
    ...(has(before, "podIdentity") && !has(after, "podIdentity")
      ? [
          "identity: the Pod Identity association is deleted; a pod whose program calls AWS by it must be restarted, and a SecretMount must have usePodIdentity false before",
        ]
      : []),
    ...(has(before, "irsa") && !has(after, "irsa")
      ? [
          "identity: pods become the role no longer by IAM roles for service accounts; one that was made before its association must be restarted",
        ]
      : []),
  ];
}

function targetLosses(before: PodArgs, after: PodArgs): string[] {
  const { targetRoleArn: old } = before;
  const { targetRoleArn } = after;
  if (old === undefined || !changed(old, targetRoleArn)) return [];
  if (targetRoleArn)
    return [
      `${change("targetRoleArn", old, targetRoleArn)}: the pod reads no longer as the former role`,
    ];
  return [`targetRoleArn: the pod reads no longer as ${old}; ${lost.credentialsForAWhile}`];
}

function readableLosses(before: Readable, after: Readable): string[] {
  return (["secrets", "parameters"] as const).flatMap((argument) => {
    const [former, now] = [before[argument], after[argument]];
    const removed = gone<{ arn: string }>(former, now, ({ arn }) => arn);
    const keys = gone<{ arn: string; keyArn?: string }>(former, now, ({ arn, keyArn }) =>
      [arn, keyArn].join(" "),
    );
    return [
      ...removed.map((arn) => `${argument}: ${arn} is read no longer`),
      ...keys.flatMap((one) => {
        const [arn = "", keyArn] = one.split(" ");
        if (!keyArn || removed.includes(arn)) return [];
        return `${argument}: ${arn} is no longer decrypted with ${keyArn}`;
      }),
    ];
  });
}
