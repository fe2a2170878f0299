import { set, string } from "../../common/property";
import type { AwsResource } from "../lifecycle/resource";
import { updateEksTags } from "./eks";

export const accessEntry: AwsResource = {
  type: "aws:eks/accessEntry:AccessEntry",
  noun: "EKS Access Entry",
  taggable: true,
  regional: true,
  properties: {
    clusterName: string({ required: true, replaces: true }),
    kubernetesGroups: set(string(), { computed: true }),
    principalArn: string({ required: true, replaces: true }),
    type: string({ default: "STANDARD", replaces: true }),
    userName: string({ computed: true }),
  },
  outputs: ["accessEntryArn", "createdAt", "modifiedAt"],
  volatile: ["modifiedAt"],

  async create({ account, region }, inputs) {
    const client = await account.eks(region);
    await client.createAccessEntry({
      clusterName: inputs.clusterName,
      principalArn: inputs.principalArn,
      kubernetesGroups: inputs.kubernetesGroups,
      type: inputs.type,
      username: inputs.userName,
      tags: inputs.tags,
    });
    return `${inputs.clusterName}:${inputs.principalArn}`;
  },

  async read({ account, region }, id) {
    const client = await account.eks(region);
    const { accessEntry: found } = await client.describeAccessEntry(parse(id));
    if (!found) return undefined;
    return {
      id,
      accessEntryArn: found.accessEntryArn,
      clusterName: found.clusterName,
      createdAt: found.createdAt?.toISOString(),
      kubernetesGroups: found.kubernetesGroups ?? [],
      modifiedAt: found.modifiedAt?.toISOString(),
      principalArn: found.principalArn,
      type: found.type,
      userName: found.username,
      tags: found.tags ?? {},
    };
  },

  async update(context, id, update) {
    const { inputs, state, changed } = update;
    if (changed("kubernetesGroups", "userName")) {
      const client = await context.account.eks(context.region);
      await client.updateAccessEntry({
        ...parse(id),
        kubernetesGroups: inputs.kubernetesGroups ?? [],
        username: inputs.userName,
      });
    }
    await updateEksTags(context, state.accessEntryArn, update);
  },

  async delete({ account, region }, id) {
    const client = await account.eks(region);
    await client.deleteAccessEntry(parse(id));
  },
};

function parse(id: string): { clusterName: string; principalArn: string } {
  const colon = id.indexOf(":");
  if (colon < 1) {
    throw new Error(`access entry id must be of the form cluster-name:principal-arn, got ${id}`);
  }
  return { clusterName: id.slice(0, colon), principalArn: id.slice(colon + 1) };
}
