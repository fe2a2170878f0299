import { paginateListAssociatedAccessPolicies } from "@aws-sdk/client-eks";

import { object, oneOf, set, string } from "../../common/property";
import { parseId } from "../lifecycle/parse-id";
import type { AwsResource } from "../lifecycle/resource";

export const accessPolicyAssociation: AwsResource<"eks"> = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  service: "eks",
  noun: "EKS Access Policy Association",
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

  async create({ client }, { clusterName, principalArn, policyArn, accessScope }) {
    await client.associateAccessPolicy({ clusterName, principalArn, policyArn, accessScope });
    return [clusterName, principalArn, policyArn].join("#");
  },

  async read({ client }, id) {
    const { policyArn, ...entry } = parse(id);
    for await (const page of paginateListAssociatedAccessPolicies({ client }, entry)) {
      const found = page.associatedAccessPolicies?.find((policy) => policy.policyArn === policyArn);
      if (found) return { ...entry, ...found };
    }
    return undefined;
  },

  async delete({ client }, id) {
    await client.disassociateAccessPolicy(parse(id));
  },
};

const parse = (id: string) =>
  parseId<"clusterName" | "principalArn" | "policyArn">(
    id,
    "access policy association id",
    "cluster-name#principal-arn#policy-arn",
    /^(?<clusterName>[^#]+)#(?<principalArn>[^#]+)#(?<policyArn>[^#]+)/,
  );
