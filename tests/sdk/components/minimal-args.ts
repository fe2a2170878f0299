import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import type { PodReaderArgs } from "../../../sdk";
import * as sdk from "../../../sdk";

const reader = {
  clusterArn: "arn:aws:eks:eu-west-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};

/** The arguments without which each component is refused. */
export const minimal = {
  AccessGuards: {
    guards: JSON.stringify({
      result: "proved",
      guards: [
        {
          target: "222222222222",
          policies: [{ type: "SERVICE_CONTROL_POLICY", name: "it", document: {} }],
        },
      ],
    }),
    attachTo: ["222222222222"],
  },
  PodReader: {
    ...reader,
    secrets: [{ arn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbC123" }],
  },
  PodSecret: { secretName: "db" },
  PodSecretKey: { keyAlias: "orders" },
  PodSecretKeyPolicy: {
    keyArn: "arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555",
    secrets: [],
  },
  PodTargetRole: {
    reader,
    readerRoleArn: "arn:aws:iam::111111111111:role/orders-api",
    ownerAccountId: "222222222222",
    secrets: [{ arn: "arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-AbC123" }],
  },
  SecretMount: {
    namespace: "orders",
    region: "eu-west-1",
    objects: [{ objectName: "db", objectType: "secretsmanager" }],
  },
  SecretsStoreCsi: { clusterName: "shop" },
  SharedSecret: { secretName: "db", readers: [] },
  SharedSecretMount: {
    ...reader,
    secrets: [
      {
        arn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbC123",
        objectAlias: "db",
      },
    ],
  },
};

const PROVIDER =
  "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

/** The other arguments. The components accept all of them together. */
export const others = {
  AccessGuards: {},
  PodReader: {
    identity: "podIdentity",
    formerIdentity: "podIdentity",
    oidcProviderArn: PROVIDER,
    parameters: [{ arn: "arn:aws:ssm:eu-west-1:111111111111:parameter/flags" }],
    targetRoleArn: "arn:aws:iam::222222222222:role/target",
    roleName: "orders",
    rolePath: "/pods/",
    permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    keptPolicyNames: ["revoked"],
    keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    tags: { team: "orders" },
  },
  PodSecret: {
    renamedFrom: "orders",
    existingSecretArn: "arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-AbC123",
    description: "of orders",
    keyArn: "arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555",
    recoveryWindowInDays: 7,
    tags: { team: "orders" },
    replicas: [{ region: "eu-west-2" }],
    style: "exact",
    organizationId: "o-exampleorg",
    sealedFor: [],
  },
  PodSecretKey: { description: "of orders", deletionWindowInDays: 7, tags: { team: "orders" } },
  PodSecretKeyPolicy: { organizationId: "o-exampleorg", extraPolicyStatements: [] },
  PodTargetRole: {
    formerReaderRoleArn: "arn:aws:iam::111111111111:role/before",
    parameters: [{ arn: "arn:aws:ssm:eu-west-1:222222222222:parameter/flags" }],
    roleName: "orders",
    rolePath: "/pods/",
    permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    organizationId: "o-exampleorg",
    keptPolicyNames: ["revoked"],
    keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    tags: { team: "orders" },
  },
  SecretMount: {
    usePodIdentity: true,
    secretProviderClass: "orders",
    failoverRegion: "eu-west-2",
    pathTranslation: "-",
    preferredAddressType: "ipv6",
    secretObjects: [],
    volumeName: "orders",
    mountPath: "/orders",
  },
  SecretsStoreCsi: {
    version: "v3.1.3-eksbuild.1",
    driverVersion: "1.6.0",
    podIdentityAgentVersion: "v1.3.10-eksbuild.3",
    syncSecrets: true,
    rotationPollInterval: "1h",
    tokenAudiences: ["pods.eks.amazonaws.com"],
  },
  SharedSecret: {
    renamedFrom: "orders",
    keyAlias: "orders",
    description: "of orders",
    recoveryWindowInDays: 7,
    deletionWindowInDays: 7,
    tags: { team: "orders" },
    replicas: [{ region: "eu-west-2" }],
    style: "exact",
    organizationId: "o-exampleorg",
    sealedFor: [],
    extraKeyPolicyStatements: [],
  },
  SharedSecretMount: {
    identity: "podIdentity",
    oidcProviderArn: PROVIDER,
    roleName: "orders",
    rolePath: "/pods/",
    permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    keptPolicyNames: ["revoked"],
    keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    tags: { team: "orders" },
    secretProviderClass: "orders",
    pathTranslation: "-",
    preferredAddressType: "ipv6",
    secretObjects: [],
    volumeName: "orders",
    mountPath: "/orders",
  },
} satisfies Record<ComponentName, object>;

/** Arguments that accept no output, because they decide which resources there are. */
export const plain: Record<ComponentName, string[]> = {
  AccessGuards: ["attachTo", "guards"],
  PodReader: ["createServiceAccount", "formerIdentity", "identity"],
  PodSecret: ["readers", "rotation", "extraPolicyStatements"],
  PodSecretKey: [],
  PodSecretKeyPolicy: [],
  PodTargetRole: [],
  SecretMount: [],
  SecretsStoreCsi: ["install", "podIdentityAgent"],
  SharedSecret: ["readers", "rotation", "extraPolicyStatements"],
  SharedSecretMount: ["createServiceAccount", "identity"],
};

export type ComponentName = keyof typeof minimal;

export const componentNames = Object.keys(minimal) as ComponentName[];

/** Constructs a component with any arguments, as a program in JavaScript can. */
export function construct(
  component: ComponentName,
  args: object | undefined,
  opts?: ComponentResourceOptions,
  name = "it",
): ComponentResource {
  const Component = new Map<string, unknown>(Object.entries(sdk)).get(component) as unknown as new (
    ...all: unknown[]
  ) => ComponentResource;
  return new Component(name, args, opts);
}

/** Arguments of which one is wrong. */
export interface WrongArguments {
  component: ComponentName;
  argument: string;
  args: object;
  /** Whether a program can give the wrong argument as an output. */
  mayBeLater: boolean;
}

/** A text that no rule accepts. */
const WRONG_TEXT = "bad ! *";

/** Arguments for which AWS and Kubernetes accept any text, so that no text is wrong. */
const FREE = ["description", "version", "driverVersion", "podIdentityAgentVersion"];

/** What must go if this argument is given. */
const INSTEAD: Record<string, object> = {
  targetRoleArn: { secrets: undefined },
  existingSecretArn: { secretName: undefined },
};

/** Each argument of each component with a wrong value. */
export function wrongArguments(): WrongArguments[] {
  return (Object.keys(minimal) as ComponentName[]).flatMap((component) =>
    Object.entries({ ...minimal[component], ...others[component] }).map(([argument, right]) => ({
      ...{ component, argument },
      args: {
        ...minimal[component],
        ...INSTEAD[argument],
        [argument]: wrongOf(argument, right),
      },
      mayBeLater: !plain[component].includes(argument),
    })),
  );
}

/** A wrong value. If any text is right, it is a value of another type. */
function wrongOf(argument: string, right: unknown): unknown {
  if (typeof right === "string" && !FREE.includes(argument)) return WRONG_TEXT;
  return typeof right === "string" ? 5 : WRONG_TEXT;
}

export const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
export const own = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-AbC123";
export const foreign = "arn:aws:secretsmanager:us-east-1:222222222222:secret:theirs-AbC123";
export const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
export const parameter = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/flags";
export const targetRoleArn = "arn:aws:iam::222222222222:role/target";
export const args: PodReaderArgs = {
  clusterArn,
  namespace: "orders",
  serviceAccount: "orders-api",
  secrets: [{ arn: own }],
};
