import type { IAM } from "@aws-sdk/client-iam";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import { camelCased, pick, refused, string } from "../../common/values";
import { describeError } from "../account/errors";
import { rolePolicyDocument } from "../lifecycle/policy-document";
import { type AwsResource, IAM_NAME, nameWithin, tagList, tagsFrom } from "../lifecycle/resource";

const mostVersions = 5;

export const policy: AwsResource<"iam"> = {
  type: "aws:iam/policy:Policy",
  service: "iam",
  noun: "IAM Policy",
  tagging: {
    tag: ({ client }, PolicyArn, tags) => client.tagPolicy({ PolicyArn, Tags: tagList(tags) }),
    untag: ({ client }, PolicyArn, TagKeys) => client.untagPolicy({ PolicyArn, TagKeys }),
  },
  autoname: { maxLength: 255 },
  properties: {
    delayAfterPolicyCreationInMs: refused("the sandbox's IAM is consistent at once"),
    description: string({ replaces: true }),
    name: string({ computed: true, replaces: true, problem: nameWithin(128, IAM_NAME) }),
    namePrefix: string({ computed: true, replaces: true, problem: nameWithin(102, IAM_NAME) }),
    path: string({ default: "/", replaces: true }),
    policy: rolePolicyDocument({ required: true }),
  },
  outputs: ["arn", "attachmentCount", "policyId"],

  async create({ client }, inputs) {
    const { Policy } = await client.createPolicy({
      PolicyName: inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`,
      Description: inputs.description,
      Path: inputs.path,
      PolicyDocument: inputs.policy,
      Tags: tagList(inputs.tags),
    });
    return Policy?.Arn as string;
  },

  async read({ client }, id) {
    const { Policy: found } = await client.getPolicy({ PolicyArn: id });
    if (!found) return undefined;
    const { PolicyVersion } = await client.getPolicyVersion({
      PolicyArn: id,
      VersionId: found.DefaultVersionId,
    });
    return {
      ...pick(camelCased(found), "arn", "description", "path", "policyId"),
      id: found.Arn,
      name: found.PolicyName,
      namePrefix: prefixOf(found.PolicyName),
      attachmentCount: found.AttachmentCount ?? 0,
      policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
      tags: tagsFrom(found.Tags),
    };
  },

  async update({ client }, id, { inputs, changed }) {
    if (changed("policy")) {
      await removeOldestVersion(client, id);
      await client.createPolicyVersion({
        PolicyArn: id,
        PolicyDocument: inputs.policy,
        SetAsDefault: true,
      });
    }
  },

  async delete({ client }, id) {
    for (const { VersionId } of await otherVersions(client, id)) {
      // A missing version is an error, and does not mean that the policy is gone.
      await client.deletePolicyVersion({ PolicyArn: id, VersionId }).catch((error) => {
        throw new Error(`version ${VersionId}: ${describeError(error)}`);
      });
    }
    await client.deletePolicy({ PolicyArn: id });
  },
};

/** IAM keeps five versions and refuses a sixth. */
async function removeOldestVersion(client: IAM, id: string): Promise<void> {
  const others = await otherVersions(client, id);
  if (others.length + 1 < mostVersions) return;
  const number = (version?: string) => Number(version?.slice(1));
  const [oldest] = others.sort((a, b) => number(a.VersionId) - number(b.VersionId));
  await client.deletePolicyVersion({ PolicyArn: id, VersionId: oldest?.VersionId });
}

async function otherVersions(client: IAM, id: string) {
  const { Versions = [] } = await client.listPolicyVersions({ PolicyArn: id });
  return Versions.filter((version) => !version.IsDefaultVersion);
}
