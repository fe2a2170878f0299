import {
  type ComponentName,
  clusterArn,
  OWNER,
  pod,
  READER,
  REGION,
  roleArn,
  type Shared,
} from "./usual-args";

/** One change of one argument. */
export interface Change {
  /** Arguments before the change, beside the usual ones. */
  from?: (shared: Shared) => object;
  to: (shared: Shared) => object;
  /** Whether the change ends the run. */
  ends?: true;
}

const boundary = { permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" };
const tags = { team: "payments" };
const extra = [
  {
    Sid: "Own",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:PutSecretValue",
    Resource: "*",
  },
];
const keyExtra = [{ ...extra[0], Action: "kms:DisableKey" }];
const rotation = {
  lambdaArn: `arn:aws:lambda:${REGION}:${OWNER}:function:rotate`,
  automaticallyAfterDays: 30,
};
const tagged = { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" };
const reader = (name: string) => ({ reader: pod(name), roleArn: roleArn(name) });

const copies = [{ secretName: "copy", data: [{ key: "db", objectName: "db" }] }];

const provider = (id: string) => ({
  oidcProviderArn: `arn:aws:iam::${READER}:oidc-provider/oidc.eks.${REGION}.amazonaws.com/id/${id}`,
});
const identities: Record<string, Change> = {
  identity: {
    from: () => ({ identity: "both", ...provider("E1") }),
    to: () => ({ identity: undefined }),
  },
  "identity, irsa": { to: () => ({ identity: "irsa", ...provider("E1") }) },
  oidcProviderArn: {
    from: () => ({ identity: "irsa", ...provider("E1") }),
    to: () => provider("E2"),
  },
};

export const changes: Record<ComponentName, Record<string, Change>> = {
  PodSecretKey: {
    keyAlias: { to: () => ({ keyAlias: "other-alias" }) },
    description: { to: () => ({ description: "other" }) },
    deletionWindowInDays: { to: () => ({ deletionWindowInDays: 7 }) },
    tags: { to: () => ({ tags }) },
  },
  PodSecret: {
    secretName: { to: () => ({ secretName: "orders/renamed" }), ends: true },
    renamedFrom: { to: () => ({ renamedFrom: "orders/before" }) },
    "renamedFrom, with another name": {
      from: () => ({ secretName: "orders/old" }),
      to: () => ({ secretName: "orders/new", renamedFrom: "orders/old" }),
    },
    existingSecretArn: {
      from: ({ otherSecretArn }) => ofExisting(otherSecretArn),
      to: ({ thirdSecretArn }) => ofExisting(thirdSecretArn),
    },
    "existingSecretArn, in place of a name": {
      to: ({ otherSecretArn }) => ofExisting(otherSecretArn),
      ends: true,
    },
    description: { to: () => ({ description: "other" }) },
    keyArn: { to: ({ otherKeyArn }) => ({ keyArn: otherKeyArn }) },
    "keyArn, removed": {
      from: () => ({ readers: [] }),
      to: () => ({ keyArn: undefined }),
      ends: true,
    },
    recoveryWindowInDays: { to: () => ({ recoveryWindowInDays: 0 }) },
    tags: { to: () => ({ tags: { ...tagged, ...tags } }) },
    replicas: { to: () => ({ replicas: [{ region: "eu-west-1" }, { region: "eu-west-2" }] }) },
    "replicas, one goes": { to: () => ({ replicas: undefined }) },
    "replicas, another key": {
      from: ({ replicaKeyArn }) => ofReplica(replicaKeyArn),
      to: ({ otherReplicaKeyArn }) => ofReplica(otherReplicaKeyArn),
    },
    rotation: { to: () => ({ rotation }) },
    "rotation, ends": { from: () => ({ rotation }), to: () => ({ rotation: undefined }) },
    readers: { to: () => ({ readers: [reader("api"), reader("jobs"), reader("more")] }) },
    "readers, one goes": { to: () => ({ readers: [reader("api")] }) },
    "readers, the last goes": { to: () => ({ readers: [] }) },
    style: { to: () => ({ style: "attributes" }) },
    organizationId: { to: () => ({ organizationId: "o-exampleorg" }) },
    sealedFor: { to: () => ({ sealedFor: [`arn:aws:iam::${OWNER}:role/admin`] }) },
    "sealedFor, one goes": {
      from: () => ({
        sealedFor: [`arn:aws:iam::${OWNER}:role/admin`, `arn:aws:iam::${OWNER}:role/rotator`],
      }),
      to: () => ({ sealedFor: [`arn:aws:iam::${OWNER}:role/admin`] }),
    },
    extraPolicyStatements: { to: () => ({ extraPolicyStatements: extra }) },
  },
  PodSecretKeyPolicy: {
    keyArn: { to: ({ otherKeyArn }) => ({ keyArn: otherKeyArn }) },
    secrets: { to: () => ({ secrets: [] }) },
    organizationId: { to: () => ({ organizationId: "o-exampleorg" }) },
    extraPolicyStatements: { to: () => ({ extraPolicyStatements: keyExtra }) },
  },
  PodTargetRole: {
    reader: { to: () => ({ reader: pod("other") }) },
    "reader, of a role with a name": {
      from: () => ({ roleName: "named-target" }),
      to: () => ({ reader: pod("other") }),
    },
    readerRoleArn: { to: () => ({ readerRoleArn: roleArn("other") }) },
    formerReaderRoleArn: {
      from: () => ({ formerReaderRoleArn: roleArn("before") }),
      to: () => ({ formerReaderRoleArn: undefined }),
    },
    ownerAccountId: { to: () => ({ ownerAccountId: "333333333333" }), ends: true },
    secrets: { to: () => ({ secrets: [] }) },
    parameters: { to: () => ({ parameters: [] }) },
    roleName: { to: () => ({ roleName: "other-target" }) },
    rolePath: { to: () => ({ rolePath: "/pods/" }), ends: true },
    "rolePath, with another name": {
      to: () => ({ roleName: "other-target-in-path", rolePath: "/pods/" }),
    },
    permissionsBoundary: { to: () => boundary },
    organizationId: { to: () => ({ organizationId: "o-exampleorg" }) },
    keptPolicyNames: { to: () => ({ keptPolicyNames: ["revoked"] }), ends: true },
    keptPolicyArns: { to: () => ({ keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }) },
    tags: { to: () => ({ tags }) },
  },
  PodReader: {
    clusterArn: { to: () => ({ clusterArn: clusterArn("other") }) },
    "clusterArn, of a role with a name": {
      from: () => ({ roleName: "moving" }),
      to: () => ({ clusterArn: clusterArn("other") }),
    },
    namespace: { to: () => ({ namespace: "billing" }) },
    serviceAccount: { to: () => ({ serviceAccount: "other" }) },
    createServiceAccount: { to: () => ({ createServiceAccount: false }) },
    ...identities,
    formerIdentity: {
      from: () => ({ identity: "irsa", formerIdentity: "both", ...provider("E1") }),
      to: () => ({ formerIdentity: undefined }),
    },
    secrets: { to: () => ({ secrets: undefined }) },
    parameters: { to: () => ({ parameters: undefined }) },
    targetRoleArn: {
      to: ({ targetRoleArn }) => ({ targetRoleArn, secrets: undefined, parameters: undefined }),
    },
    "targetRoleArn, another": {
      from: ({ targetRoleArn }) => ({ targetRoleArn, secrets: undefined, parameters: undefined }),
      to: ({ otherTargetRoleArn }) => ({ targetRoleArn: otherTargetRoleArn }),
    },
    "targetRoleArn, removed": {
      from: ({ targetRoleArn }) => ({ targetRoleArn, secrets: undefined, parameters: undefined }),
      to: ({ keyArn, secretArn }) => ({
        targetRoleArn: undefined,
        secrets: [{ arn: secretArn, keyArn }],
      }),
    },
    roleName: { to: () => ({ roleName: "other-reader" }) },
    rolePath: { to: () => ({ rolePath: "/pods/" }), ends: true },
    "rolePath, with another name": {
      to: () => ({ roleName: "other-reader-in-path", rolePath: "/pods/" }),
    },
    permissionsBoundary: { to: () => boundary },
    keptPolicyNames: { to: () => ({ keptPolicyNames: ["revoked"] }), ends: true },
    keptPolicyArns: { to: () => ({ keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }) },
    tags: { to: () => ({ tags }) },
  },
  SecretMount: {
    usePodIdentity: { to: () => ({ usePodIdentity: false }) },
    namespace: { to: () => ({ namespace: "billing" }) },
    secretProviderClass: { to: () => ({ secretProviderClass: "other" }) },
    region: {
      to: () => ({
        region: "us-east-2",
        objects: [{ objectName: "flags", objectType: "ssmparameter", objectAlias: "db" }],
      }),
    },
    failoverRegion: {
      from: () => ({
        objects: [{ objectName: "flags", objectType: "ssmparameter", objectAlias: "db" }],
      }),
      to: () => ({ failoverRegion: "us-west-2" }),
    },
    pathTranslation: { to: () => ({ pathTranslation: "-" }) },
    preferredAddressType: { to: () => ({ preferredAddressType: "ipv6" }) },
    objects: {
      to: ({ secretArn }) => ({ objects: [{ objectName: secretArn, objectAlias: "db" }] }),
    },
    secretObjects: { to: () => ({ secretObjects: undefined }) },
    volumeName: { to: () => ({ volumeName: "other" }) },
    mountPath: { to: () => ({ mountPath: "/other" }) },
  },
  SecretsStoreCsi: {
    clusterName: { to: () => ({ clusterName: "other" }) },
    install: { to: () => ({ install: "helm" }) },
    "install, existing": { to: () => ({ install: "existing", podIdentityAgent: "addon" }) },
    "install, from helm": { from: () => ({ install: "helm" }), to: () => ({ install: "addon" }) },
    version: { to: () => ({ version: "v3.1.2-eksbuild.1" }) },
    driverVersion: { from: () => ({ install: "helm" }), to: () => ({ driverVersion: "1.5.5" }) },
    podIdentityAgent: { to: () => ({ podIdentityAgent: "existing" }) },
    podIdentityAgentVersion: { to: () => ({ podIdentityAgentVersion: "v1.3.9-eksbuild.1" }) },
    syncSecrets: {
      from: () => ({ install: "helm", syncSecrets: true }),
      to: () => ({ syncSecrets: false }),
    },
    rotationPollInterval: {
      from: () => ({ rotationPollInterval: "1h" }),
      to: () => ({ rotationPollInterval: undefined }),
    },
    tokenAudiences: {
      from: () => ({ install: "helm" }),
      to: () => ({ tokenAudiences: ["pods.eks.amazonaws.com", "vault"] }),
    },
  },
  SharedSecret: {
    secretName: { to: () => ({ secretName: "orders/other" }), ends: true },
    readers: { to: () => ({ readers: [pod("api")] }) },
    renamedFrom: { to: () => ({ renamedFrom: "orders/before" }) },
    deletionWindowInDays: { to: () => ({ deletionWindowInDays: 7 }) },
    replicas: {
      from: ({ replicaKeyArn }) => ofReplica(replicaKeyArn),
      to: () => ({ replicas: undefined }),
    },
    rotation: { to: () => ({ rotation }) },
    style: { to: () => ({ style: "attributes" }) },
    sealedFor: { to: () => ({ sealedFor: [`arn:aws:iam::${OWNER}:role/admin`] }) },
    extraPolicyStatements: { to: () => ({ extraPolicyStatements: extra }) },
    extraKeyPolicyStatements: { to: () => ({ extraKeyPolicyStatements: keyExtra }) },
    keyAlias: { to: () => ({ keyAlias: "other-shared" }) },
    description: { to: () => ({ description: "other" }) },
    recoveryWindowInDays: { to: () => ({ recoveryWindowInDays: 0 }) },
    organizationId: { to: () => ({ organizationId: "o-exampleorg" }) },
    tags: { to: () => ({ tags }) },
  },
  SharedSecretMount: {
    clusterArn: { to: () => ({ clusterArn: clusterArn("other") }) },
    namespace: { to: () => ({ namespace: "billing" }) },
    serviceAccount: { to: () => ({ serviceAccount: "other" }) },
    secrets: {
      to: ({ keyArn, secretArn }) => ({
        secrets: [{ arn: secretArn, keyArn, objectAlias: "other" }],
      }),
    },
    roleName: { to: () => ({ roleName: "other-mount" }) },
    rolePath: { to: () => ({ rolePath: "/pods/" }), ends: true },
    "rolePath, with another name": {
      to: () => ({ roleName: "other-mount-in-path", rolePath: "/pods/" }),
    },
    createServiceAccount: { to: () => ({ createServiceAccount: false }) },
    ...identities,
    permissionsBoundary: { to: () => boundary },
    keptPolicyNames: { to: () => ({ keptPolicyNames: ["revoked"] }), ends: true },
    keptPolicyArns: { to: () => ({ keptPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }) },
    secretProviderClass: { to: () => ({ secretProviderClass: "other-mount" }) },
    pathTranslation: { to: () => ({ pathTranslation: "-" }) },
    preferredAddressType: { to: () => ({ preferredAddressType: "ipv6" }) },
    secretObjects: {
      from: () => ({ secretObjects: copies }),
      to: () => ({ secretObjects: undefined }),
    },
    volumeName: { to: () => ({ volumeName: "other" }) },
    mountPath: { to: () => ({ mountPath: "/other" }) },
    tags: { to: () => ({ tags }) },
  },
};

function ofExisting(existingSecretArn: Shared["secretArn"]) {
  return {
    secretName: undefined,
    description: undefined,
    keyArn: undefined,
    tags: undefined,
    replicas: undefined,
    existingSecretArn,
  };
}

const ofReplica = (keyArn: Shared["keyArn"]) => ({ replicas: [{ region: "eu-west-1", keyArn }] });
