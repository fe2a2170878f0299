import { boolean, json, string } from "../../common/values";
import { samePolicy } from "../lifecycle/policy-document";
import { type AwsResource, parseId, tagList, tagsFrom } from "../lifecycle/resource";

const NOT_ATTACHED = [
  { name: "PolicyNotFoundException" },
  { name: "PolicyNotAttachedException" },
  { name: "TargetNotFoundException" },
];

export const organizationPolicy: AwsResource<"organizations"> = {
  type: "aws:organizations/policy:Policy",
  service: "organizations",
  noun: "Organizations Policy",
  autoname: { maxLength: 255 },
  tagging: {
    tag: ({ client }, ResourceId, tags) =>
      client.ask("TagResource", { ResourceId, Tags: tagList(tags) }),
    untag: ({ client }, ResourceId, TagKeys) =>
      client.ask("UntagResource", { ResourceId, TagKeys }),
  },
  properties: {
    content: json({ required: true, same: samePolicy }),
    description: string(),
    name: string({ computed: true }),
    skipDestroy: boolean({ unread: true }),
    type: string({ default: "SERVICE_CONTROL_POLICY", replaces: true }),
  },
  outputs: ["arn"],
  goneWhen: [{ name: "PolicyNotFoundException" }],

  async create({ client }, { content, description = "", name, tags, type }) {
    const { Policy } = await client.ask("CreatePolicy", {
      ...{ Content: content, Description: description, Name: name, Type: type },
      Tags: tagList(tags),
    });
    return Policy.PolicySummary.Id;
  },

  async read({ client }, id) {
    const { Policy } = await client.ask("DescribePolicy", { PolicyId: id });
    const { Arn: arn, Description: description, Name: name, Type: type } = Policy.PolicySummary;
    const tags = tagsFrom(await client.list("ListTagsForResource", "Tags", { ResourceId: id }));
    return { arn, content: Policy.Content, description, name, tags, type };
  },

  async update({ client }, id, { inputs, changed }) {
    if (!changed("content", "description", "name")) return;
    await client.ask("UpdatePolicy", {
      PolicyId: id,
      ...(changed("content") && { Content: inputs.content }),
      ...(changed("description") && { Description: inputs.description ?? "" }),
      ...(changed("name") && { Name: inputs.name }),
    });
  },

  async delete({ client }, id, { skipDestroy }) {
    if (!skipDestroy) await client.ask("DeletePolicy", { PolicyId: id });
  },
};

export const organizationPolicyAttachment: AwsResource<"organizations"> = {
  type: "aws:organizations/policyAttachment:PolicyAttachment",
  service: "organizations",
  noun: "Organizations Policy Attachment",
  properties: {
    policyId: string({ required: true, replaces: true }),
    skipDestroy: boolean({ unread: true }),
    targetId: string({ required: true, replaces: true }),
  },
  outputs: [],
  goneWhen: NOT_ATTACHED,

  async create({ client }, { policyId, targetId }) {
    await client.ask("AttachPolicy", { PolicyId: policyId, TargetId: targetId });
    return `${targetId}:${policyId}`;
  },

  async update() {},

  async read({ client }, id) {
    const { policyId, targetId } = parse(id);
    const input = { PolicyId: policyId };
    const targets = await client.list("ListTargetsForPolicy", "Targets", input);
    const isAttached = targets.some(({ TargetId }) => TargetId === targetId);
    return isAttached ? { policyId, targetId } : undefined;
  },

  async delete({ client }, id, { skipDestroy }) {
    const { policyId, targetId } = parse(id);
    if (skipDestroy) return;
    await client.ask("DetachPolicy", { PolicyId: policyId, TargetId: targetId });
  },
};

const parse = (id: string) =>
  parseId<"targetId" | "policyId">(
    id,
    "policy attachment id",
    "target:policy",
    /^(?<targetId>[^:]+):(?<policyId>[^:]+)$/,
  );
