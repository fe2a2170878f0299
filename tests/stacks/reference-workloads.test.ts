import { deepStrictEqual, strictEqual } from "node:assert";
import { keyB, reads, roleB, runReference, secretA, secretB } from "./reference";

describe("stack account-a.workloads", () => {
  it("creates for each reader its role, association, service account, mount and deployment", async () => {
    const stack = await runReference("account-a.workloads");
    const ofReader = (id: string) => [
      `aws:eks/podIdentityAssociation:PodIdentityAssociation ${id}-association`,
      `aws:iam/role:Role ${id}-role`,
      `aws:iam/rolePoliciesExclusive:RolePoliciesExclusive ${id}-only-policy`,
      `aws:iam/rolePolicy:RolePolicy ${id}-policy`,
      `aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive ${id}-no-attachments`,
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

  it("puts every part under its component", async () => {
    const { registered } = await runReference("account-a.workloads");
    const parents = registered
      .filter(({ resource }) => resource.includes(" application-a-"))
      .map(({ parent, resource }) => [resource.split(" ")[1], parent])
      .sort();
    deepStrictEqual(parents, [
      ["application-a-association", "eks-pod-secrets:index:PodReader application-a"],
      ["application-a-no-attachments", "eks-pod-secrets:index:PodReader application-a"],
      ["application-a-only-policy", "eks-pod-secrets:index:PodReader application-a"],
      ["application-a-policy", "eks-pod-secrets:index:PodReader application-a"],
      ["application-a-provider-class", "eks-pod-secrets:index:SecretMount application-a"],
      ["application-a-role", "eks-pod-secrets:index:PodReader application-a"],
      ["application-a-service-account", "eks-pod-secrets:index:PodReader application-a"],
    ]);
  });

  it("names role, association, service account and provider class as the walkthrough does", async () => {
    const stack = await runReference("account-a.workloads");
    strictEqual(stack.inputsOf("application-a-role").name, "ascp-podidentity");
    strictEqual(stack.inputsOf("application-b-role").name, "ascp-podidentity-cross");
    deepStrictEqual(stack.inputsOf("application-b-association"), {
      clusterName: "ascp-podidentity",
      namespace: "default",
      serviceAccount: "serviceaccount-b",
      roleArn: roleB,
    });
    deepStrictEqual(stack.inputsOf("application-a-service-account").metadata, {
      name: "serviceaccount-a",
      namespace: "default",
    });
  });

  it("mounts the secret of the same account by its name, that of the other by its ARN", async () => {
    const stack = await runReference("account-a.workloads");
    const spec = (reader: string) => stack.inputsOf(`${reader}-provider-class`);
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
    const { inputs } = (await runReference("account-a.workloads")).one(
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
          metadata: {
            labels: { app: "application-a" },
            annotations: {
              "eks-pod-secrets/role": "arn:aws:iam::111111111111:role/ascp-podidentity",
              "eks-pod-secrets/contents": "54f7ad66f393",
            },
          },
          spec: {
            serviceAccountName: "serviceaccount-a",
            automountServiceAccountToken: false,
            containers: [
              {
                name: "application-a",
                image: "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
                command: ["sleep", "infinity"],
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  runAsGroup: 65_532,
                  runAsNonRoot: true,
                  runAsUser: 65_532,
                  seccompProfile: { type: "RuntimeDefault" },
                },
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
    const stack = await runReference("account-a.workloads");
    const statements = (reader: string) => stack.statementsOf(`${reader}-policy`);
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
