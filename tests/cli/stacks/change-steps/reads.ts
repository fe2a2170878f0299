import { type AccessDocuments, mayRead, podSession } from "../../../../sdk/access";
import { type Reader, TOKEN_AUDIENCE, tokenSubject } from "../../../../sdk/grant/landing-zone/pods";
import { ROLE_ANNOTATION } from "../../../../sdk/manifest";
import { KINDS, type Kind } from "./resources";
import { LEFT, type Resource, type Stacks, type Step } from "./stacks";
import type { Round } from "./up";

type Outputs = Record<string, unknown>;

/** All resources, by kind. */
type There = Record<Kind, Outputs[]>;

const KIND_OF = new Map(
  Object.entries(KINDS).map(([kind, type]) => [type as string, kind as Kind]),
);

/** Who can read what, according to everything that is deployed. */
export interface Access {
  /** Whether a session of the pod may read a secret, whatever the pod mounts. */
  reads(pod: Reader, arn: string): boolean;
  /** Why a pod that starts now cannot mount everything in its class. Undefined if it can, and this secret is among it. */
  obstacle(pod: Reader, arn: string): string | undefined;
}

/** Decides by the real documents and the evaluator. Answers equal questions only once. */
export function accessIn(stacks: Stacks): Access {
  const there = whatIsThere(stacks);
  return {
    reads: (pod, arn) =>
      waysOf(there, pod).some((way) => refusal(there, { pod, way, arn }) === undefined),
    obstacle: (pod, arn) => mountObstacle(there, pod, arn),
  };
}

function whatIsThere(stacks: Stacks): There {
  const there = Object.fromEntries(
    Object.keys(KINDS).map((kind) => [kind, []]),
  ) as unknown as There;
  for (const { resources } of Object.values(stacks)) {
    for (const { outputs, type } of Object.values(resources) as Resource[]) {
      const kind = KIND_OF.get(type);
      if (kind) there[kind].push(outputs);
    }
  }
  return there;
}

/** How a pod gets a role: by an association, or by a token. */
type Way = { roleArn: string; targetRoleArn?: string; byToken?: true };

/** Whether a resource belongs to a pod's service account. */
export const isOf =
  ({ clusterArn, namespace, serviceAccount }: Reader) =>
  (one: Outputs) =>
    (one.clusterArn ?? one.cluster) === clusterArn &&
    one.namespace === namespace &&
    (one.serviceAccount ?? (one.metadata as { name: string }).name) === serviceAccount;

function associationOf({ association }: There, pod: Reader): Way | undefined {
  return association.find(isOf(pod)) as Way | undefined;
}

function waysOf(there: There, pod: Reader): Way[] {
  const subject = tokenSubject(pod);
  const tokens = there.role.flatMap(({ arn, assumeRolePolicy, tokensOf }): Way[] =>
    tokensOf === pod.clusterArn && String(assumeRolePolicy).includes(`"${subject}"`)
      ? [{ roleArn: String(arn), byToken: true }]
      : [],
  );
  const association = associationOf(there, pod);
  return [...(association ? [association] : []), ...tokens];
}

function mountObstacle(there: There, pod: Reader, arn: string): string | undefined {
  const deployed = there.deployment.filter(isOf(pod));
  const classes = there.providerClass.filter(
    ({ cluster, metadata, namespace }) =>
      cluster === pod.clusterArn &&
      namespace === pod.namespace &&
      (deployed.length === 0 ||
        deployed.some(
          ({ providerClass }) => providerClass === (metadata as { name: string }).name,
        )),
  );
  const mounted = classes.filter(({ reads }) => (reads as string[]).includes(arn));
  const [first] = mounted;
  if (!first) return "no class of its pods mounts it";
  const spec = first.spec as { parameters: { usePodIdentity?: string } };
  const byAssociation = spec.parameters.usePodIdentity === "true";
  const account = there.serviceAccount.find(isOf(pod)) as
    | { metadata: { annotations?: Record<string, string> } }
    | undefined;
  const annotated = account?.metadata.annotations?.[ROLE_ANNOTATION];
  const way: Way | undefined = byAssociation
    ? associationOf(there, pod)
    : annotated === undefined
      ? undefined
      : { roleArn: annotated, byToken: true };
  if (!way) return byAssociation ? "it has no association" : "no role is annotated";
  for (const each of first.reads as string[]) {
    const why = refusal(there, { pod, way, arn: each });
    if (why !== undefined) return `${each.split(":").at(-1)}: ${why}`;
  }
  return undefined;
}

const answers = new Map<string, string | undefined>();

/** Why a pod cannot read a secret in this way. */
function refusal(there: There, asked: { pod: Reader; way: Way; arn: string }): string | undefined {
  const documents = documentsOf(there, asked);
  if (!documents) return "there is no such secret";
  const key = JSON.stringify([asked.arn, documents]);
  if (!answers.has(key)) answers.set(key, evaluated(documents, asked.arn));
  return answers.get(key);
}

function evaluated(documents: AccessDocuments, arn: string): string | undefined {
  const [association] = documents.associations ?? [];
  if (!association) return "no association";
  const answer = podSession(documents, association);
  if (!answer.exists) return answer.reason;
  const { decision, reason } = mayRead(documents, answer.session, arn);
  return decision === "allowed" ? undefined : reason;
}

function documentsOf(
  there: There,
  { arn, pod, way }: { pod: Reader; way: Way; arn: string },
): AccessDocuments | undefined {
  const secret = there.secret.find((one) => sameSecret(one, arn));
  if (!secret) return undefined;
  const policy = there.secretPolicy.find(({ secretArn }) => secretArn === secret.arn)?.policy;
  const keyIn = (keyArn: unknown) => (keyArn === undefined ? null : (keyArn as string | null));
  const region = arn.split(":")[3];
  const replicas = (secret.replicas ?? []) as { region: string; kmsKeyId?: string }[];
  const replica = secret.arn === arn ? undefined : replicas.find((one) => one.region === region);
  if (secret.arn !== arn && !replica) return undefined;
  const key = keyIn(replica ? replica.kmsKeyId : secret.kmsKeyId);
  const formerKeys = (replica ? [] : (secret.formerKeys ?? [])) as (string | null)[];
  const roleArns = [way.roleArn, way.targetRoleArn].flatMap((one) => one ?? []);
  const { byToken, roleArn, targetRoleArn = null } = way;
  const oidc = /"Federated":"([^"]+)"/.exec(
    String(there.role.find((one) => one.arn === roleArn)?.assumeRolePolicy),
  );
  return {
    administrators: [],
    organization: { id: ORGANIZATION },
    keys: [key, ...formerKeys].flatMap((one) => {
      const own = there.keyPolicy.find(({ keyArn }) => keyArn === one)?.policy;
      return one ? [{ arn: one, policy: own ? JSON.parse(String(own)) : policyOfNewKey(one) }] : [];
    }),
    secrets: [
      {
        ...{ arn, key, formerKeys },
        tags: secret.tags as Record<string, string>,
        policy: policy ? JSON.parse(String(policy)) : null,
      },
    ],
    roles: roleArns.flatMap((one) => roleDocuments(there, one)),
    associations: [
      {
        clusterArn: pod.clusterArn,
        ...{ namespace: pod.namespace, serviceAccount: pod.serviceAccount },
        ...{ roleArn, targetRoleArn },
        ...(byToken && {
          webIdentity: {
            provider: oidc?.[1] ?? "",
            subject: tokenSubject(pod),
            audience: TOKEN_AUDIENCE,
          },
        }),
      },
    ],
    grants: [],
  };
}

/** Selects the steps that can change whether a pod reads a secret, or whether it can mount its whole class. */
export function interestIn(
  pod: Reader,
  arn: string,
  { from, steps }: Pick<Round, "from" | "steps">,
): (step: Step) => boolean {
  const held = (urn: string, stack: string) => from[stack]?.resources[urn];
  // What a replacement leaves exists only after the step that makes the replacement.
  const left = new Map(
    steps.flatMap(({ puts }) =>
      Object.entries(puts).flatMap(([urn, now]) => (urn.endsWith(LEFT) && now ? [[urn, now]] : [])),
    ),
  );
  const changed = steps.flatMap(({ puts, stack }) =>
    Object.entries(puts).flatMap(([urn, now]) => [held(urn, stack) ?? [], now ?? []].flat()),
  );
  const all = [
    ...Object.values(from).flatMap(({ resources }) => Object.values(resources)),
    ...changed,
  ];
  const of = (kind: Kind) =>
    all.filter(({ type }) => type === KINDS[kind]).map((one) => one.outputs);
  const tags = [pod.clusterArn, pod.namespace, pod.serviceAccount].map((one) =>
    JSON.stringify(one),
  );
  const isTrusted = (trust: string) =>
    trust.includes(`"${tokenSubject(pod)}"`) || tags.every((tag) => trust.includes(tag));
  const roles = new Set([
    ...of("association")
      .filter(isOf(pod))
      .flatMap((one) => [one.roleArn, one.targetRoleArn]),
    ...of("role").flatMap((one) => (isTrusted(String(one.assumeRolePolicy)) ? [one.arn] : [])),
  ]);
  const mounted = of("providerClass")
    .filter(({ cluster, namespace }) => cluster === pod.clusterArn && namespace === pod.namespace)
    .map(({ reads }) => reads as string[])
    .filter((reads) => reads.includes(arn));
  const arns = [arn, ...mounted.flat()];
  const isRead = (one: Outputs) => arns.some((each) => sameSecret(one, each));
  const keys = of("secret")
    .filter(isRead)
    .flatMap(({ formerKeys = [], kmsKeyId, replicas = [] }) => [
      ...[kmsKeyId, ...(formerKeys as unknown[])],
      ...(replicas as { kmsKeyId?: string }[]).map((one) => one.kmsKeyId),
    ]);
  const matters = ({ outputs, type }: Resource): boolean => {
    switch (KIND_OF.get(type)) {
      case "role":
        return roles.has(outputs.arn);
      case "rights":
        return [...roles].some(
          (role) => role === undefined || String(role).endsWith(`/${outputs.role}`),
        );
      case "association":
      case "serviceAccount":
      case "deployment":
        return isOf(pod)(outputs);
      case "providerClass":
        return outputs.cluster === pod.clusterArn && outputs.namespace === pod.namespace;
      case "secret":
        return isRead(outputs);
      case "secretPolicy":
        return isRead({ arn: outputs.secretArn });
      case "keyPolicy":
        return keys.includes(outputs.keyArn);
      default:
        return false;
    }
  };
  return ({ puts, stack }) =>
    Object.entries(puts).some(([urn, now]) =>
      [held(urn, stack) ?? [], now ?? left.get(urn) ?? []].flat().some(matters),
    );
}

/** The policy that AWS gives to a key that was made without one. */
function policyOfNewKey(keyArn: string): object {
  const AWS = `arn:aws:iam::${keyArn.split(":")[4]}:root`;
  const statement = { Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" };
  return { Version: "2012-10-17", Statement: [statement] };
}

/** The organization of the accounts, whether an inventory names it or not. */
export const ORGANIZATION = "o-a1b2c3d4e5";

function sameSecret({ arn }: Outputs, asked: string): boolean {
  return noRegion(String(arn)) === noRegion(asked);
}

/** The ARN of a secret without its region. Only the region differs from that of its replicas. */
export function noRegion(arn: string): string {
  return arn.split(":").toSpliced(3, 1).join(":");
}

function roleDocuments(there: There, arn: string) {
  const role = there.role.find((one) => one.arn === arn);
  if (!role) return [];
  const account = arn.split(":")[4];
  const policies = there.rights
    .filter((one) => one.role === role.name && one.account === account)
    .map(({ policy }) => JSON.parse(String(policy)));
  return [{ arn, tags: {}, trust: JSON.parse(String(role.assumeRolePolicy)), policies }];
}
