import { PolicyStyle } from "../../argument-types/pod-secret-args";
import { lost } from "../../change-losses/loss";
import { change, changed, gone, organizationLosses } from "./of-mounts";
import type { Losses } from "./tell-losses";

interface SecretArgs {
  secretName?: string;
  renamedFrom?: string;
  existingSecretArn?: string;
  keyArn?: string;
  recoveryWindowInDays?: number;
  replicas?: { region: string; keyArn?: string }[];
  readers?: { roleArn: string }[];
  sealedFor?: string[];
  style?: string;
  tags?: object;
  organizationId?: string;
}

interface KeyedSecret {
  encryptionContextArns: string[];
  readerRoleArns: string[];
}

interface KeyPolicyArgs {
  keyArn?: string;
  secrets?: KeyedSecret[];
  organizationId?: string;
}

export const podSecretKeyLosses: Losses<{ keyAlias?: string }> = (
  { keyAlias: old },
  { keyAlias },
) =>
  changed(old, keyAlias)
    ? [
        `${change("keyAlias", old, keyAlias)}: what names the key by alias/${old} no longer finds it; the key and its ARN stay`,
      ]
    : [];

export const podSecretKeyPolicyLosses: Losses<KeyPolicyArgs> = (before, after) => {
  if (changed(before.keyArn, after.keyArn)) {
    const says = `${change("keyArn", before.keyArn, after.keyArn)}: the former key loses its policy, and no other account decrypts with it any more; first put the values anew under the new key`;
    return [says];
  }
  const pairs = gone(before.secrets?.flatMap(pairsOf), after.secrets?.flatMap(pairsOf), String);
  return [
    ...pairs.map((pair) => `secrets: ${pair} no longer`),
    ...organizationLosses(before, after),
  ];
};

function pairsOf({ encryptionContextArns, readerRoleArns }: KeyedSecret): string[] {
  return readerRoleArns.flatMap((role) =>
    encryptionContextArns.map((arn) => `${role} decrypts ${arn}`),
  );
}

export const podSecretLosses: Losses<SecretArgs> = (before, after) => [
  ...secretLosses(before, after),
  ...replicaLosses(before, after),
  ...gone(before.readers, after.readers, ({ roleArn }) => roleArn).map(
    (role) => `readers: ${role} is cut off`,
  ),
  ...sealLosses(before, after),
  ...styleLosses(before, after),
  ...organizationLosses(before, after),
];

function secretLosses(before: SecretArgs, after: SecretArgs): string[] {
  const { existingSecretArn, keyArn, secretName } = before;
  const losses: string[] = [];
  // A rename that nobody has confirmed is refused elsewhere.
  if (secretName && secretName === after.renamedFrom && changed(secretName, after.secretName)) {
    losses.push(
      `${change("secretName", secretName, after.secretName)}: the new secret has no value, and the old one is deleted with its value`,
    );
  }
  if (existingSecretArn && changed(existingSecretArn, after.existingSecretArn)) {
    losses.push(
      `${change("existingSecretArn", existingSecretArn, after.existingSecretArn)}: the former secret loses its policy, and its readers in other accounts are cut off`,
    );
  }
  if (after.keyArn && changed(keyArn, after.keyArn)) {
    losses.push(
      `${change("keyArn", keyArn, after.keyArn)}: the next value is encrypted with the new key alone; before you put it, let the readers decrypt with that key`,
    );
  }
  if (after.recoveryWindowInDays === 0 && before.recoveryWindowInDays !== 0) {
    losses.push(
      "recoveryWindowInDays is 0: once it is deleted, the secret cannot be restored with its value",
    );
  }
  return losses;
}

function replicaLosses(before: SecretArgs, after: SecretArgs): string[] {
  const removed = gone(before.replicas, after.replicas, ({ region }) => region);
  const anew = gone(before.replicas, after.replicas, ({ keyArn, region }) =>
    [region, keyArn].join(" "),
  ).flatMap((key) => key.split(" ")[0] ?? []);
  return [
    ...removed.map((region) => `replicas: the copy in ${region} ${lost.replica}`),
    ...anew
      .filter((region) => !removed.includes(region))
      .map((region) => `replicas: the copy in ${region} ${lost.replicaForAWhile}`),
  ];
}

/** Losses of those whom the seal denies from now on. */
function sealLosses(before: SecretArgs, after: SecretArgs): string[] {
  if (after.sealedFor === undefined || !changed(before.sealedFor, after.sealedFor)) return [];
  if (before.sealedFor === undefined) {
    return ["sealedFor: everyone but its principals and the readers is denied the value"];
  }
  const readers = after.readers?.map(({ roleArn }) => roleArn) ?? [];
  return gone(before.sealedFor, [...after.sealedFor, ...readers], String).map(
    (principal) => `sealedFor: ${principal} is denied the value`,
  );
}

/** In style attributes, the policy compares the tags of the secret with those of the sessions. */
function styleLosses(before: SecretArgs, after: SecretArgs): string[] {
  if (after.style !== PolicyStyle.Attributes || !after.readers?.length) return [];
  const argument = before.style === after.style ? "tags" : "style";
  if (!changed(before[argument], after[argument])) return [];
  return [`${argument}: readers whose sessions have other tags than the secret are cut off`];
}
