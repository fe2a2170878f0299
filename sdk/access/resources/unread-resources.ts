import type { Gap, OpenDocuments } from "iam-proof";
import { nameOf, propertyOf, type StackResource, UNKNOWN } from "./stack-resource";

/** The properties that say what a resource is about, by its type. */
const needed: Record<string, string[]> = {
  "aws:kms/key:Key": ["arn", "keyId"],
  "aws:kms/keyPolicy:KeyPolicy": ["keyId"],
  "aws:kms/alias:Alias": ["targetKeyId"],
  "aws:secretsmanager/secret:Secret": ["arn"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["secretArn"],
  "aws:iam/role:Role": ["arn", "name"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:iam/policy:Policy": ["arn"],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
    "associationArn",
    "clusterName",
    "namespace",
    "serviceAccount",
    "roleArn",
  ],
};

/** What stays unknown when one of these properties is missing. The resource is then named by its name in the program. */
const opens: Record<string, (name: string) => OpenDocuments> = {
  "aws:kms/key:Key": (arn) => ({ kind: "key", arn }),
  "aws:secretsmanager/secret:Secret": (arn) => ({ kind: "secret", arn, part: "all" }),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (name) => ({
    kind: "associations",
    sourceArn: "",
    roles: [`the role of ${name}`],
  }),
};

/** Other resource types of these services. They let nobody read. */
const harmless = new Set([
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  "aws:secretsmanager/secretRotation:SecretRotation",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:ssm/parameter:Parameter",
]);

/** Services whose resources can decide who reads. */
const concerned =
  /^(aws:(iam|kms|secretsmanager|ssm|ram|organizations|cloudformation)|aws-native:\w+|aws:identitystore|aws:ssoadmin)\//;

export interface ReadResources {
  readable: StackResource[];
  /** One sentence for each resource that cannot be read, with the reason. */
  reasons: string[];
  /** What is not known about those resources themselves. */
  gaps: Gap[];
}

/** Separates the resources that can be understood from those that do not say what they are about, or that are of an unknown type. */
export function readResources(resources: readonly StackResource[]): ReadResources {
  const reasons: string[] = [];
  const gaps: Gap[] = [];
  const readable = resources.filter((one) => {
    const missing = needed[one.type]?.find((property) => !equalsText(propertyOf(one, property)));
    if (missing !== undefined) {
      const reason = `${missing} of ${nameOf(one.urn)} is known only after it is deployed`;
      reasons.push(reason);
      const open = opens[one.type]?.(nameOf(one.urn));
      if (open) gaps.push({ open, reason });
      return false;
    }
    if (isNotUnderstood(one.type)) reasons.push(`${nameOf(one.urn)} is not understood`);
    return true;
  });
  return { readable, reasons, gaps };
}

function isNotUnderstood(type: string): boolean {
  return (concerned.test(type) || type.startsWith("aws-native:")) && !isRead(type);
}

function isRead(type: string): boolean {
  return type in needed || harmless.has(type);
}

function equalsText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value !== UNKNOWN;
}

/** Leaves open everything that is claimed of these documents: nobody can tell what the unread resource is about. */
export function everythingOpen(
  reason: string,
  { keys, objects, roles }: { keys: string[]; objects: string[]; roles: string[] },
): Gap[] {
  const open: OpenDocuments[] = [
    ...roles.flatMap((arn) => [
      { kind: "trust" as const, arn },
      { kind: "rights" as const, arn },
    ]),
    ...keys.map((arn) => ({ kind: "key" as const, arn })),
    ...objects.map((arn) =>
      arn.includes(":ssm:")
        ? { kind: "parameter" as const, arn }
        : { kind: "secret" as const, arn, part: "all" as const },
    ),
  ];
  return open.map((one) => ({ open: one, reason }));
}
