import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Provider } from "@pulumi/aws/provider";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { accountId, accountName, keyAlias, readerName, secretName } from "../inventory";
import { policyText } from "./hand-written-secrets";

const ACCOUNT = accountId(0);

interface ClusterConnection {
  arn: string;
  endpoint: string;
  certificateAuthority: string;
}

/** The readers' stack: their roles, associations, service accounts, mounts and workloads. */
export function workloads(readers: number): object {
  const aws = new Provider("aws", { region: "us-east-1", allowedAccountIds: [ACCOUNT] });
  const cluster = stack(`${accountName(0)}.cluster`)
    .requireOutput("clusters")
    .apply((clusters): ClusterConnection => clusters["cluster-0"]);
  const owner = stack(`${accountName(1)}.secrets`);
  const secretArns = owner.requireOutput("secrets");
  const keyArns = owner.requireOutput("keys");
  const kubernetes = new KubernetesProvider("cluster-0", {
    kubeconfig: cluster.apply(kubeconfig),
  });

  const outputs: Record<string, object> = {};
  for (let index = 0; index < readers; index++) {
    const name = readerName(index);
    const granted = {
      secretArn: secretArns.apply((arns): string => arns[secretName(index)]),
      keyArn: keyArns.apply((arns): string => arns[`${keyAlias(index)}-us-east-1`]),
    };
    outputs[name] = reader(name, granted, cluster, aws, kubernetes);
  }
  return { readers: outputs };
}

function reader(
  name: string,
  granted: { secretArn: pulumi.Output<string>; keyArn: pulumi.Output<string> },
  cluster: pulumi.Output<ClusterConnection>,
  aws: Provider,
  kubernetes: KubernetesProvider,
): object {
  const role = new Role(
    `${name}-role`,
    { name, assumeRolePolicy: cluster.apply(({ arn }) => trust(arn, name)) },
    { provider: aws },
  );
  const policy = new RolePolicy(
    `${name}-policy`,
    { name: "read-granted", role: role.name, policy: pulumi.output(granted).apply(identityPolicy) },
    { provider: aws },
  );
  const association = new PodIdentityAssociation(
    `${name}-association`,
    {
      clusterName: cluster.apply(({ arn }) => arn.slice(arn.indexOf("/") + 1)),
      namespace: "default",
      serviceAccount: name,
      roleArn: role.arn,
    },
    { provider: aws, dependsOn: [policy] },
  );
  const serviceAccount = new ServiceAccount(
    `${name}-service-account`,
    { metadata: { name, namespace: "default" } },
    { provider: kubernetes },
  );
  const mount = new CustomResource(
    `${name}-provider-class`,
    {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name, namespace: "default" },
      spec: { provider: "aws", parameters: granted.secretArn.apply(mountParameters) },
    },
    { provider: kubernetes },
  );
  workload(name, mount.metadata.name, kubernetes, [association, serviceAccount]);
  return {
    roleArn: role.arn,
    associationId: association.associationId,
    serviceAccount: association.serviceAccount,
    secretProviderClass: mount.metadata.name,
  };
}

function workload(
  name: string,
  secretProviderClass: pulumi.Output<string>,
  provider: KubernetesProvider,
  dependsOn: pulumi.Resource[],
): void {
  const labels = { app: name };
  const volume = {
    name: "secrets",
    csi: {
      driver: "secrets-store.csi.k8s.io",
      readOnly: true,
      volumeAttributes: { secretProviderClass },
    },
  };
  const container = {
    name,
    image: "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
    command: ["sleep", "infinity"],
    volumeMounts: [{ name: "secrets", mountPath: "/mnt/secret", readOnly: true }],
  };
  new Deployment(
    name,
    {
      metadata: { name, namespace: "default", labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { serviceAccountName: name, containers: [container], volumes: [volume] },
        },
      },
    },
    { provider, dependsOn },
  );
}

function stack(name: string): pulumi.StackReference {
  return new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${name}`);
}

function kubeconfig({ certificateAuthority, endpoint }: ClusterConnection): string {
  const name = "cluster-0";
  const args = ["eks", "get-token", "--cluster-name", name, "--region", "us-east-1"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "aws",
            args: [...args, "--output", "json"],
            env: [],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}

function trust(clusterArn: string, serviceAccount: string): string {
  return policyText({
    Sid: "EksPodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": "default",
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
        "aws:SourceAccount": ACCOUNT,
      },
    },
  });
}

function identityPolicy({ keyArn, secretArn }: { keyArn: string; secretArn: string }): string {
  return policyText(
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: secretArn,
    },
    {
      Sid: "DecryptThroughSecretsManager",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyArn,
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:SecretARN": secretArn,
          "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
        },
      },
    },
  );
}

function mountParameters(secretArn: string): Record<string, string> {
  return {
    objects: JSON.stringify([
      { objectName: secretArn, objectType: "secretsmanager", objectAlias: "database" },
    ]),
    region: "us-east-1",
    usePodIdentity: "true",
  };
}
