import { deepStrictEqual, strictEqual } from "node:assert";

import { stackNames } from "../../stacks/stack-name";
import type { MockOptions } from "../components/mocked-engine";
import { landingZoneOf, runStack } from "./run-stack";

const zone = landingZoneOf("landing-zone.yaml");
const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity";
const secretA = "arn:aws:secretsmanager:us-east-1:111111111111:secret:secret-a-AbC123";
const secretB = "arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-AbC123";
const keyB = "arn:aws:kms:us-east-1:222222222222:key/secretsmanagercross-us-east-1-key-id";
const roleA = "arn:aws:iam::111111111111:role/ascp-podidentity";
const roleB = "arn:aws:iam::111111111111:role/ascp-podidentity-cross";
const reads = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

/** Each stack's outputs as the next stacks find them. */
const outputs = {
  "account-a.cluster": {
    clusters: {
      "ascp-podidentity": {
        arn: clusterArn,
        endpoint: "https://cluster.example",
        certificateAuthority: "Q0E=",
        oidcIssuer: "https://oidc.example/id",
      },
    },
  },
  "account-a.secrets": {
    secrets: { "secret-a": secretA },
    keys: {},
    parameters: {},
    targetRoles: {},
  },
  "account-b.secrets": {
    secrets: { "secret-b": secretB },
    keys: { "account-b/us-east-1/secretsmanagercross": keyB },
    parameters: {},
    targetRoles: {},
  },
  "account-a.workloads": {
    readers: {
      "application-a": {
        roleArn: roleA,
        associationId: "a-application-a-association",
        serviceAccount: "serviceaccount-a",
        secretProviderClass: "aws-secrets-manager",
      },
      "application-b": {
        roleArn: roleB,
        associationId: "a-application-b-association",
        serviceAccount: "serviceaccount-b",
        secretProviderClass: "aws-secrets-manager-cross",
      },
    },
  },
};

type StackName = keyof typeof outputs;

function run(name: StackName, changes: Partial<typeof outputs> = {}) {
  const options: MockOptions = {
    accounts: { aws: name.startsWith("account-b") ? "222222222222" : "111111111111" },
    stacks: Object.fromEntries(
      Object.entries({ ...outputs, ...changes }).map(([stack, values]) => [
        `organization/eks-pod-secrets/${stack}`,
        values,
      ]),
    ),
  };
  return runStack(zone, name, options);
}

describe("stacks of the reference inventory", () => {
  it("are four, in an order in which each finds what it needs", () => {
    deepStrictEqual(stackNames(zone), Object.keys(outputs));
  });

  for (const name of Object.keys(outputs) as StackName[]) {
    it(`${name} outputs what the next stacks read`, async () => {
      deepStrictEqual((await run(name)).outputs, outputs[name]);
    });

    it(`${name} puts every resource in its own account or cluster`, async () => {
      const { resources } = await run(name);
      const astray = resources.filter(
        ({ provider, type }) =>
          (type.startsWith("aws:") && provider !== "aws") ||
          (type.startsWith("kubernetes:") && provider !== "ascp-podidentity"),
      );
      deepStrictEqual(astray, []);
    });

    it(`${name} accepts credentials of its account only`, async () => {
      const { inputs } = (await run(name)).one("pulumi:providers:aws", "aws");
      const account = name.startsWith("account-b") ? "222222222222" : "111111111111";
      deepStrictEqual(JSON.parse(inputs.allowedAccountIds), [account]);
      strictEqual(inputs.region, "us-east-1");
    });
  }
});

describe("stack account-a.cluster", () => {
  it("creates the cluster, its nodes, the agent and the driver", async () => {
    const stack = await run("account-a.cluster");
    deepStrictEqual(stack.children(), [
      "aws:eks/addon:Addon ascp-podidentity-agent",
      "aws:eks/addon:Addon ascp-podidentity-driver",
      "aws:eks/nodeGroup:NodeGroup ascp-podidentity-nodes",
      "aws:iam/role:Role ascp-podidentity-node",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEKS_CNI_Policy",
      "eks-pod-secrets:index:SecretsStoreCsi ascp-podidentity",
      "eks:index:Cluster ascp-podidentity",
    ]);
    deepStrictEqual(stack.one("eks:index:Cluster", "ascp-podidentity").inputs, {
      name: "ascp-podidentity",
      version: "1.34",
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
    });
  });
});

describe("stack account-a.secrets", () => {
  it("creates the secret alone: within one account nothing else is needed", async () => {
    const stack = await run("account-a.secrets");
    deepStrictEqual(stack.children(), [
      "aws:secretsmanager/secret:Secret secret-a-secret",
      "eks-pod-secrets:index:PodSecret secret-a",
    ]);
    deepStrictEqual(stack.one("aws:secretsmanager/secret:Secret", "secret-a-secret").inputs, {
      name: "secret-a",
      recoveryWindowInDays: 30,
      tags: { "eks-cluster-name": "ascp-podidentity", "kubernetes-namespace": "default" },
    });
  });
});

describe("stack account-b.secrets", () => {
  it("creates the key, its alias and policy, the secret and its policy", async () => {
    const stack = await run("account-b.secrets");
    deepStrictEqual(stack.children(), [
      "aws:kms/alias:Alias secretsmanagercross-us-east-1-alias",
      "aws:kms/key:Key secretsmanagercross-us-east-1-key",
      "aws:kms/keyPolicy:KeyPolicy secretsmanagercross-us-east-1-policy",
      "aws:secretsmanager/secret:Secret secret-b-secret",
      "aws:secretsmanager/secretPolicy:SecretPolicy secret-b-policy",
      "eks-pod-secrets:index:PodSecret secret-b",
      "eks-pod-secrets:index:PodSecretKey secretsmanagercross-us-east-1",
      "eks-pod-secrets:index:PodSecretKeyPolicy secretsmanagercross-us-east-1",
      "pulumi:pulumi:StackReference organization/eks-pod-secrets/account-a.cluster",
    ]);
    deepStrictEqual(
      stack.one("aws:kms/alias:Alias", "secretsmanagercross-us-east-1-alias").inputs,
      {
        name: "alias/secretsmanagercross",
        targetKeyId: "secretsmanagercross-us-east-1-key-id",
      },
    );
    deepStrictEqual(stack.one("aws:secretsmanager/secret:Secret", "secret-b-secret").inputs, {
      name: "secret-b",
      kmsKeyId: keyB,
      recoveryWindowInDays: 30,
      tags: { "eks-cluster-name": "ascp-podidentity", "kubernetes-namespace": "default" },
    });
  });

  it("lets the reader of account A, and nobody else there, read the secret", async () => {
    const { inputs } = (await run("account-b.secrets")).one(
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "secret-b-policy",
    );
    strictEqual(inputs.secretArn, secretB);
    strictEqual(inputs.blockPublicPolicy, true);
    const [{ Sid, ...statement }, ...others] = JSON.parse(inputs.policy).Statement;
    deepStrictEqual(others, []);
    deepStrictEqual(statement, {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: reads,
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": roleB },
        StringEquals: {
          "aws:PrincipalTag/eks-cluster-arn": clusterArn,
          "aws:PrincipalTag/kubernetes-namespace": "default",
          "aws:PrincipalTag/kubernetes-service-account": "serviceaccount-b",
        },
      },
    });
  });

  it("lets the reader decrypt the secret, through Secrets Manager only", async () => {
    const { inputs } = (await run("account-b.secrets")).one(
      "aws:kms/keyPolicy:KeyPolicy",
      "secretsmanagercross-us-east-1-policy",
    );
    strictEqual(inputs.keyId, keyB);
    const policy = JSON.parse(inputs.policy);
    strictEqual(policy.Id, "cross-account-access");
    deepStrictEqual(policy.Statement.slice(0, 1), [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
    const [{ Sid, ...statement }, ...others] = policy.Statement.slice(1);
    deepStrictEqual(others, []);
    deepStrictEqual(statement, {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": roleB },
        StringEquals: {
          "kms:CallerAccount": "111111111111",
          "kms:EncryptionContext:SecretARN": secretB,
          "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
        },
      },
    });
  });
});

describe("stack account-a.workloads", () => {
  it("creates for each reader its role, association, service account, mount and deployment", async () => {
    const stack = await run("account-a.workloads");
    const ofReader = (id: string) => [
      `aws:eks/podIdentityAssociation:PodIdentityAssociation ${id}-association`,
      `aws:iam/role:Role ${id}-role`,
      `aws:iam/rolePolicy:RolePolicy ${id}-policy`,
      `eks-pod-secrets:index:PodReader ${id}`,
      `eks-pod-secrets:index:SecretMount ${id}`,
      `kubernetes:apps/v1:Deployment ${id}`,
      `kubernetes:core/v1:ServiceAccount ${id}-service-account`,
      `kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass ${id}-provider-class`,
    ];
    deepStrictEqual(
      stack.children(),
      [
        ...ofReader("application-a"),
        ...ofReader("application-b"),
        "pulumi:pulumi:StackReference organization/eks-pod-secrets/account-a.cluster",
        "pulumi:pulumi:StackReference organization/eks-pod-secrets/account-a.secrets",
        "pulumi:pulumi:StackReference organization/eks-pod-secrets/account-b.secrets",
      ].sort(),
    );
  });

  it("names role, association, service account and provider class as the walkthrough does", async () => {
    const stack = await run("account-a.workloads");
    strictEqual(
      stack.one("aws:iam/role:Role", "application-a-role").inputs.name,
      "ascp-podidentity",
    );
    strictEqual(
      stack.one("aws:iam/role:Role", "application-b-role").inputs.name,
      "ascp-podidentity-cross",
    );
    deepStrictEqual(
      stack.one(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "application-b-association",
      ).inputs,
      {
        clusterName: "ascp-podidentity",
        namespace: "default",
        serviceAccount: "serviceaccount-b",
        roleArn: roleB,
      },
    );
    deepStrictEqual(
      stack.one("kubernetes:core/v1:ServiceAccount", "application-a-service-account").inputs
        .metadata,
      { name: "serviceaccount-a", namespace: "default" },
    );
  });

  it("mounts the secret of the same account by its name, that of the other by its ARN", async () => {
    const stack = await run("account-a.workloads");
    const spec = (reader: string) =>
      stack.one(
        "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
        `${reader}-provider-class`,
      ).inputs;
    deepStrictEqual(spec("application-a"), {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name: "aws-secrets-manager", namespace: "default" },
      spec: {
        provider: "aws",
        parameters: {
          objects: '- objectName: "secret-a"\n  objectType: "secretsmanager"\n',
          region: "us-east-1",
          usePodIdentity: "true",
        },
      },
    });
    strictEqual(
      spec("application-b").spec.parameters.objects,
      `- objectName: "${secretB}"\n  objectType: "secretsmanager"\n  objectAlias: "secret-b"\n`,
    );
  });

  it("runs the walkthrough's deployment", async () => {
    const { inputs } = (await run("account-a.workloads")).one(
      "kubernetes:apps/v1:Deployment",
      "application-a",
    );
    deepStrictEqual(inputs, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "application-a", namespace: "default", labels: { app: "application-a" } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "application-a" } },
        template: {
          metadata: { labels: { app: "application-a" } },
          spec: {
            serviceAccountName: "serviceaccount-a",
            containers: [
              {
                name: "application-a",
                image: "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
                command: ["sleep", "infinity"],
                volumeMounts: [{ name: "secrets", mountPath: "/mnt/secret", readOnly: true }],
              },
            ],
            volumes: [
              {
                name: "secrets",
                csi: {
                  driver: "secrets-store.csi.k8s.io",
                  readOnly: true,
                  volumeAttributes: { secretProviderClass: "aws-secrets-manager" },
                },
              },
            ],
          },
        },
      },
    });
  });

  it("grants each role the reads of its own secret and nothing else", async () => {
    const stack = await run("account-a.workloads");
    const statements = (reader: string) =>
      JSON.parse(stack.one("aws:iam/rolePolicy:RolePolicy", `${reader}-policy`).inputs.policy)
        .Statement;
    deepStrictEqual(statements("application-a"), [
      { Sid: "ReadSecrets", Effect: "Allow", Action: reads, Resource: secretA },
    ]);
    const [first, { Sid, ...decrypt }, ...others] = statements("application-b");
    deepStrictEqual(first, {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: reads,
      Resource: secretB,
    });
    deepStrictEqual(others, []);
    deepStrictEqual(decrypt, {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyB,
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:SecretARN": secretB,
          "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
        },
      },
    });
  });
});
