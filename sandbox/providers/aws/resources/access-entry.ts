import { set, string } from "../../common/property";
import { pick } from "../../common/values";
import { parseId } from "../lifecycle/parse-id";
import type { AwsResource } from "../lifecycle/resource";
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
    const { accessEntry: found } = await client.describeAccessEntry(parse(id));
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
        ...parse(id),
        kubernetesGroups: inputs.kubernetesGroups ?? [],
        username: inputs.userName,
      });
    }
  },

  async delete({ client }, id) {
    await client.deleteAccessEntry(parse(id));
  },
};

const parse = (id: string) =>
  parseId<"clusterName" | "principalArn">(
    id,
    "access entry id",
    "cluster-name:principal-arn",
    /^(?<clusterName>[^:]+):(?<principalArn>.*)$/s,
  );
