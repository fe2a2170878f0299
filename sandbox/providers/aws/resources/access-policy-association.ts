import { object, oneOf, set, string } from "../../common/property";
import type { AwsResource } from "../lifecycle/resource";

export const accessPolicyAssociation: AwsResource = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  noun: "EKS Access Policy Association",
  regional: true,
  properties: {
    accessScope: object(
      {
        namespaces: set(string(), { replaces: true }),
        type: string({ required: true, replaces: true, problem: oneOf("cluster", "namespace") }),
      },
      { required: true, replaces: true },
    ),
    clusterName: string({ required: true, replaces: true }),
    policyArn: string({ required: true, replaces: true }),
    principalArn: string({ required: true, replaces: true }),
  },
  outputs: ["associatedAt", "modifiedAt"],

  async create({ account, region }, { clusterName, principalArn, policyArn, accessScope }) {
    const client = await account.eks(region);
    await client.associateAccessPolicy({ clusterName, principalArn, policyArn, accessScope });
    return [clusterName, principalArn, policyArn].join("#");
  },

  async read({ account, region }, id) {
    const client = await account.eks(region);
    const { clusterName, principalArn, policyArn } = parse(id);
    for (let nextToken: string | undefined; ; ) {
      const page = await client.listAssociatedAccessPolicies({
        clusterName,
        principalArn,
        ...(nextToken ? { nextToken } : {}),
      });
      const found = page.associatedAccessPolicies?.find((policy) => policy.policyArn === policyArn);
      if (found) {
        return {
          id,
          clusterName,
          principalArn,
          policyArn,
          accessScope: found.accessScope,
          associatedAt: found.associatedAt?.toISOString(),
          modifiedAt: found.modifiedAt?.toISOString(),
        };
      }
      nextToken = page.nextToken;
      if (!nextToken) return undefined;
    }
  },

  async delete({ account, region }, id) {
    const client = await account.eks(region);
    await client.disassociateAccessPolicy(parse(id));
  },
};

function parse(id: string): { clusterName: string; principalArn: string; policyArn: string } {
  const [clusterName, principalArn, policyArn] = id.split("#");
  if (!clusterName || !principalArn || !policyArn) {
    throw new Error(
      `access policy association id must be of the form cluster-name#principal-arn#policy-arn, got ${id}`,
    );
  }
  return { clusterName, principalArn, policyArn };
}
