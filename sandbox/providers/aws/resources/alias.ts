import { type AliasListEntry, type KMS, paginateListAliases } from "@aws-sdk/client-kms";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import { string } from "../../common/values";
import type { AwsResource } from "../lifecycle/resource";

const mustBeAlias = (name: string) =>
  /^alias\/(?!aws\/)[\w/-]+$/.test(name)
    ? undefined
    : `must begin with alias/, not with alias/aws/, and hold letters, digits, /, _ and - only, got ${name}`;

export const alias: AwsResource<"kms"> = {
  type: "aws:kms/alias:Alias",
  service: "kms",
  noun: "KMS Alias",
  autoname: { maxLength: 244, prefix: "alias/" },
  properties: {
    name: string({ computed: true, replaces: true, problem: mustBeAlias }),
    namePrefix: string({ computed: true, replaces: true, problem: mustBeAlias }),
    targetKeyId: string({ required: true, same: sameKey }),
  },
  outputs: ["arn", "targetKeyArn"],
  retries: [{ name: "NotFoundException" }],
  volatile: ["targetKeyArn"],

  async create({ client }, inputs) {
    const name: string = inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`;
    await client.createAlias({ AliasName: name, TargetKeyId: inputs.targetKeyId });
    return name;
  },

  async read({ client }, id) {
    const { AliasArn: arn, TargetKeyId: targetKeyId } = (await findAlias(client, id)) ?? {};
    if (!arn || !targetKeyId) return undefined;
    const targetKeyArn = arn.replace(/:alias\/.*$/, `:key/${targetKeyId}`);
    return { name: id, namePrefix: prefixOf(id), arn, targetKeyId, targetKeyArn };
  },

  async update({ client }, id, { inputs }) {
    await client.updateAlias({ AliasName: id, TargetKeyId: inputs.targetKeyId });
  },

  async delete({ client }, id) {
    await client.deleteAlias({ AliasName: id });
  },
};

export async function findAlias(client: KMS, name: string): Promise<AliasListEntry | undefined> {
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    const found = Aliases.find(({ AliasName }) => AliasName === name);
    if (found) return found;
  }
  return undefined;
}

/** Whether two names are one key: its ID or its ARN. */
function sameKey(old: string, next: string): boolean {
  const id = (key: string) => key.slice(key.lastIndexOf("/") + 1);
  return id(old) === id(next);
}
