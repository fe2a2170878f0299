import { paginateListAssociatedAccessPolicies } from "@aws-sdk/client-eks";
import { object, oneOf, pick, set, string } from "../../common/values";
import { type AwsResource, parseId } from "../lifecycle/resource";
import { eksTagging } from "./eks";

export const accessEntry: AwsResource<"eks"> = {
  type: "aws:eks/accessEntry:AccessEntry",
  service: "eks",
  noun: "EKS Access Entry",
  tagging: eksTagging("accessEntryArn"),
  properties: {
    clusterName: string({ required: true, replaces: true }),
    kubernetesGroups: set(string(), { computed: true }),
    principalArn: string({ required: true, replaces: true }),
    type: string({ default: "STANDARD", replaces: true }),
    userName: string({ computed: true }),
  },
  outputs: ["accessEntryArn", "createdAt", "modifiedAt"],
  volatile: ["modifiedAt"],

  async create({ client }, inputs) {
    await client.createAccessEntry({
      ...pick(inputs, "clusterName", "principalArn", "kubernetesGroups", "type", "tags"),
      username: inputs.userName,
    });
    return `${inputs.clusterName}:${inputs.principalArn}`;
  },

  async read({ client }, id) {
    const { accessEntry: found } = await client.describeAccessEntry(parseEntry(id));
    if (!found) return undefined;
    return {
      ...pick(found, "accessEntryArn", "clusterName", "principalArn", "createdAt", "modifiedAt"),
      ...pick(found, "kubernetesGroups", "type", "tags"),
      userName: found.username,
    };
  },

  async update({ client }, id, { inputs, changed }) {
    if (changed("kubernetesGroups", "userName")) {
      await client.updateAccessEntry({
        ...parseEntry(id),
        kubernetesGroups: inputs.kubernetesGroups ?? [],
        username: inputs.userName,
      });
    }
  },

  async delete({ client }, id) {
    await client.deleteAccessEntry(parseEntry(id));
  },
};

const parseEntry = (id: string) =>
  parseId<"clusterName" | "principalArn">(
    id,
    "access entry id",
    "cluster-name:principal-arn",
    /^(?<clusterName>[^:]+):(?<principalArn>.*)$/s,
  );

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
    const { policyArn, ...entry } = parseAssociation(id);
    for await (const page of paginateListAssociatedAccessPolicies({ client }, entry)) {
      const found = page.associatedAccessPolicies?.find((policy) => policy.policyArn === policyArn);
      if (found) return { ...entry, ...found };
    }
    return undefined;
  },

  async delete({ client }, id) {
    await client.disassociateAccessPolicy(parseAssociation(id));
  },
};

const parseAssociation = (id: string) =>
  parseId<"clusterName" | "principalArn" | "policyArn">(
    id,
    "access policy association id",
    "cluster-name#principal-arn#policy-arn",
    /^(?<clusterName>[^#]+)#(?<principalArn>[^#]+)#(?<policyArn>[^#]+)/,
  );
