import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeInventory } from "../harness";
import type { Fault } from "./fault";
import { INVENTORY } from "./inventory";
import { inlinePolicy, keyPolicy, readerOf, secretPolicy } from "./planting";
import { document, type Scene } from "./scene";

const LIMIT = "arn:aws:iam::111111111111:policy/limit";
const DENIED = { Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource: "*" };

/** Attaches a managed policy to a reader's role. */
async function attached(scene: Scene, reader: string, PolicyName: string, statement: object) {
  const { iam } = scene.pods;
  const RoleName = readerOf(scene, reader).role.name;
  const made = await iam.createPolicy({ PolicyName, PolicyDocument: document(statement) });
  const PolicyArn = made.Policy?.Arn ?? "";
  await iam.attachRolePolicy({ RoleName, PolicyArn });
  return async () => iam.detachRolePolicy({ RoleName, PolicyArn });
}

/** Faults of the role's rights. */
export const ROLE_FAULTS: readonly Fault[] = [
  {
    name: "the reader is revoked",
    ...{ reader: "sealed", step: "granted", cause: "EPS-430", names: "revoked on purpose" },
    mend: "commands",
    plant: async (scene) => {
      await scene.shell(["eks-pod-secrets revoke sealed --yes"]);
      return () => scene.shell(["eks-pod-secrets revoke sealed --lift --yes"]);
    },
  },
  {
    name: "the inventory does not grant what is asked about",
    ...{
      reader: "own",
      step: "granted",
      cause: "EPS-400",
      names: "not granted orders",
      stays: true,
    },
    ...{ mend: /owner/, options: ["--object", "orders"] },
    plant: async () => async () => undefined,
  },
  {
    name: "it is deleted",
    ...{
      reader: "own",
      step: "identity-policy",
      cause: "EPS-450",
      names: "secretsmanager:GetSecretValue",
    },
    mend: "commands",
    plant: (scene) => inlinePolicy(scene, "own"),
  },
  {
    name: "it names another secret",
    ...{
      reader: "tagged",
      step: "identity-policy",
      cause: "EPS-450",
      names: "secretsmanager:GetSecretValue",
    },
    mend: "commands",
    plant: (scene) =>
      inlinePolicy(scene, "tagged", (text) => text.replaceAll(":secret:tagged-", ":secret:taxed-")),
  },
  {
    name: "it does not allow to decrypt",
    ...{ reader: "orders", step: "identity-policy", cause: "EPS-471", names: "kms:Decrypt" },
    mend: "commands",
    plant: (scene) =>
      inlinePolicy(scene, "orders", (text) => text.replaceAll("kms:Decrypt", "kms:DescribeKey")),
  },
  {
    name: "it does not allow to become the target role",
    ...{ reader: "ledger", step: "identity-policy", cause: "EPS-450", names: "sts:" },
    mend: "commands",
    plant: (scene) => inlinePolicy(scene, "ledger"),
  },
  {
    name: "an attached policy denies",
    ...{
      reader: "config",
      step: "identity-policy",
      cause: "EPS-457",
      names: "denies secretsmanager:GetSecretValue",
    },
    mend: "commands",
    plant: (scene) => attached(scene, "config", "no-secrets", DENIED),
  },
  {
    name: "it does not allow parameters",
    ...{ reader: "limits", step: "identity-policy", cause: "EPS-450", names: "ssm:GetParameters" },
    mend: "commands",
    plant: (scene) =>
      inlinePolicy(scene, "limits", (text) => text.replaceAll("ssm:GetParameters", "ssm:Describe")),
  },
  {
    name: "somebody gave the role one that is too narrow",
    ...{ reader: "own", step: "boundary", cause: "EPS-452", names: "shop-shop-own-" },
    mend: "commands",
    plant: async (scene) => {
      const RoleName = readerOf(scene, "own").role.name;
      const { iam } = scene.pods;
      const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
      await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
      return () => iam.deleteRolePermissionsBoundary({ RoleName });
    },
  },
  {
    name: "the inventory's own is narrower than before",
    ...{
      reader: "bounded",
      step: "boundary",
      cause: "EPS-452",
      names: /shop-shop-bounded-.*policy\/limit/,
    },
    mend: /names it as `permissionsBoundary`/,
    plant: async ({ pods: { iam } }) => {
      const PolicyDocument = document({ Effect: "Allow", Action: "ec2:*", Resource: "*" });
      await iam.createPolicyVersion({ PolicyArn: LIMIT, PolicyDocument, SetAsDefault: true });
      return () => iam.setDefaultPolicyVersion({ PolicyArn: LIMIT, VersionId: "v1" });
    },
  },
];

const nobodyBut = (role: string) => ({
  ...{ Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" },
  Condition: { ArnNotLike: { "aws:PrincipalArn": role } },
});

const PODS = "111111111111";
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };

/** Faults of policies that come neither from an account nor from the inventory. */
export const OUTER_FAULTS: readonly Fault[] = [
  {
    name: "a service control policy denies",
    ...{ reader: "own", step: "control-policies", cause: "EPS-461", names: "denies secretsm" },
    mend: /whoever manages the organization's management account/,
    plant: async ({ control, data }) => {
      const scp = JSON.parse(document(ALL, DENIED));
      writeFileSync(join(data.project, "scp.json"), JSON.stringify(scp));
      writeInventory(data, `organization: { serviceControlPolicies: [scp.json] }\n${INVENTORY}`);
      const organization = { id: "o-exampleorg", accounts: [PODS] };
      const serviceControlPolicies = [{ account: PODS, levels: [[scp]] }];
      await control.organization({ ...organization, serviceControlPolicies });
      return async () => {
        await control.organization(organization);
        writeInventory(data, INVENTORY);
      };
    },
  },
  {
    name: "the policy of a VPC endpoint does not allow the read",
    ...{ reader: "own", step: "endpoint-policies", cause: "EPS-456", names: "vpce-" },
    mend: /Whoever owns the endpoint must let its policy allow/,
    plant: async (scene) => {
      const { cluster } = await scene.pods.eks.describeCluster({ name: "shop" });
      const vpc = cluster?.resourcesVpcConfig?.vpcId;
      const policy = document({ ...ALL, Principal: "*", Action: "s3:*" });
      const service = "com.amazonaws.us-east-1.secretsmanager";
      await scene.shell([
        `aws ec2 create-vpc-endpoint --region us-east-1 --vpc-id ${vpc} --service-name ${service} --policy-document '${policy}'`,
      ]);
      const all = "aws ec2 describe-vpc-endpoints --region us-east-1 --output text";
      const id = `$(${all} --query 'VpcEndpoints[0].VpcEndpointId')`;
      const reset = `aws ec2 modify-vpc-endpoint --region us-east-1 --reset-policy --vpc-endpoint-id ${id}`;
      return () => scene.shell([reset]);
    },
  },
];

/** Faults of the policies of secrets and keys. */
export const OWNER_FAULTS: readonly Fault[] = [
  {
    name: "it is deleted",
    ...{ reader: "orders", step: "resource-policy", cause: "EPS-451", names: ":secret:orders-" },
    mend: "commands",
    plant: (scene) => secretPolicy(scene, "orders", () => undefined),
  },
  {
    name: "it lets another role in",
    ...{ reader: "sealed", step: "resource-policy", cause: /EPS-45[18]/, names: ":secret:sealed-" },
    mend: "commands",
    plant: (scene) =>
      secretPolicy(scene, "sealed", (statements) =>
        JSON.parse(JSON.stringify(statements).replaceAll("shop-shop-sealed-", "shop-shop-own-")),
      ),
  },
  {
    name: "it denies",
    ...{ reader: "own", step: "resource-policy", cause: "EPS-458", names: ":secret:own-" },
    mend: /no policy, so `up` does not change it/,
    plant: (scene) =>
      secretPolicy(scene, "own", (statements) => [
        ...statements,
        nobodyBut("arn:aws:iam::111111111111:role/admin"),
      ]),
  },
  {
    name: "it is that of the account alone",
    ...{ reader: "orders", step: "key-policy", cause: "EPS-470", names: "kms:Decrypt" },
    mend: "commands",
    plant: (scene) =>
      keyPolicy(scene, "orders", () => [
        {
          ...{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::222222222222:root" } },
          ...{ Action: "kms:*", Resource: "*" },
        },
      ]),
  },
  {
    name: "it denies",
    ...{ reader: "config", step: "key-policy", cause: "EPS-470", names: "denies kms:Decrypt" },
    mend: "commands",
    plant: (scene) =>
      keyPolicy(scene, "config", (statements) => [
        ...statements,
        { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
      ]),
  },
  {
    name: "it lets the role decrypt another secret",
    ...{ reader: "sealed", step: "key-policy", cause: "EPS-470", names: "kms:Decrypt" },
    mend: "commands",
    plant: (scene) =>
      keyPolicy(scene, "sealed", (statements) =>
        JSON.parse(JSON.stringify(statements).replaceAll(":secret:sealed-", ":secret:healed-")),
      ),
  },
];
