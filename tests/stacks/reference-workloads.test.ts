import { deepStrictEqual, strictEqual } from "node:assert";
import { csiVolume, csiVolumeMount } from "../../sdk/manifest/csi-volume";
import { roleB, runReference } from "./reference";

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
    deepStrictEqual(stack.inputsOf("application-a-provider-class").metadata, {
      name: "aws-secrets-manager",
      namespace: "default",
    });
  });

  it("runs the walkthrough's deployment", async () => {
    const { inputs } = (await runReference("account-a.workloads")).one(
      "kubernetes:apps/v1:Deployment",
      "application-a",
    );
    const { metadata, spec } = inputs.spec.template;
    deepStrictEqual(metadata.annotations, {
      "eks-pod-secrets/role": "arn:aws:iam::111111111111:role/ascp-podidentity",
      "eks-pod-secrets/contents": "54f7ad66f393",
    });
    const [{ command, image, volumeMounts }] = spec.containers;
    deepStrictEqual(
      [spec.serviceAccountName, image, command],
      [
        "serviceaccount-a",
        "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
        ["sleep", "infinity"],
      ],
    );
    deepStrictEqual(
      [volumeMounts, spec.volumes],
      [[csiVolumeMount("secrets", "/mnt/secret")], [csiVolume("secrets", "aws-secrets-manager")]],
    );
  });
});
