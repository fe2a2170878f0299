import { uniqueSuffix } from "../../common/autoname";
import { json, refused, string } from "../../common/property";
import type { Account } from "../account/account";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource } from "../lifecycle/resource";
import { tagChanges, tagList, tagsFrom } from "../lifecycle/tags";

const mostVersions = 5;

export const policy: AwsResource = {
  type: "aws:iam/policy:Policy",
  noun: "IAM Policy",
  taggable: true,
  autoname: { maxLength: 128 },
  properties: {
    delayAfterPolicyCreationInMs: refused("the sandbox's IAM is consistent at once"),
    description: string({ replaces: true }),
    name: string({ computed: true, replaces: true }),
    namePrefix: string({ replaces: true, unread: true }),
    path: string({ default: "/", replaces: true }),
    policy: json({ required: true, same: samePolicy }),
  },
  outputs: ["arn", "attachmentCount", "policyId"],

  async create({ account }, inputs) {
    const client = await account.iam();
    const { Policy } = await client.createPolicy({
      PolicyName: inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`,
      Description: inputs.description,
      Path: inputs.path,
      PolicyDocument: inputs.policy,
      Tags: tagList(inputs.tags),
    });
    return Policy?.Arn as string;
  },

  async read({ account }, id) {
    const client = await account.iam();
    const { Policy: found } = await client.getPolicy({ PolicyArn: id });
    if (!found) return undefined;
    const { PolicyVersion } = await client.getPolicyVersion({
      PolicyArn: id,
      VersionId: found.DefaultVersionId,
    });
    return {
      id: found.Arn,
      arn: found.Arn,
      name: found.PolicyName,
      path: found.Path,
      description: found.Description ?? "",
      policyId: found.PolicyId,
      attachmentCount: found.AttachmentCount ?? 0,
      policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
      tags: tagsFrom(found.Tags),
    };
  },

  async update({ account }, id, { inputs, state, changed }) {
    const client = await account.iam();
    if (changed("policy")) {
      await removeOldestVersion(account, id);
      await client.createPolicyVersion({
        PolicyArn: id,
        PolicyDocument: inputs.policy,
        SetAsDefault: true,
      });
    }
    if (changed("tags")) {
      const { added, removed } = tagChanges(state.tags, inputs.tags);
      if (removed.length > 0) await client.untagPolicy({ PolicyArn: id, TagKeys: removed });
      if (Object.keys(added).length > 0) {
        await client.tagPolicy({ PolicyArn: id, Tags: tagList(added) });
      }
    }
  },

  async delete({ account }, id) {
    const client = await account.iam();
    for (const { VersionId } of await otherVersions(account, id)) {
      await client.deletePolicyVersion({ PolicyArn: id, VersionId });
    }
    await client.deletePolicy({ PolicyArn: id });
  },
};

/** IAM keeps five versions and refuses a sixth. */
async function removeOldestVersion(account: Account, id: string): Promise<void> {
  const others = await otherVersions(account, id);
  if (others.length + 1 < mostVersions) return;
  const number = (version?: string) => Number(version?.slice(1));
  const [oldest] = others.sort((a, b) => number(a.VersionId) - number(b.VersionId));
  const client = await account.iam();
  await client.deletePolicyVersion({ PolicyArn: id, VersionId: oldest?.VersionId });
}

async function otherVersions(account: Account, id: string) {
  const client = await account.iam();
  const { Versions = [] } = await client.listPolicyVersions({ PolicyArn: id });
  return Versions.filter((version) => !version.IsDefaultVersion);
}
