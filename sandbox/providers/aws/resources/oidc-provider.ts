import type { IAM } from "@aws-sdk/client-iam";
import { list, set, string } from "../../common/values";
import { type AwsResource, tagList, tagsFrom } from "../lifecycle/resource";

const SCHEME = /^https:\/\//;

/** IAM returns a provider's URL without its scheme. The program may write it either way once it exists. */
const withoutScheme = (url: string) => url.replace(SCHEME, "");

export const oidcProvider: AwsResource<"iam"> = {
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  service: "iam",
  noun: "IAM OIDC Provider",
  tagging: {
    tag: ({ client }, OpenIDConnectProviderArn, tags) =>
      client.tagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags: tagList(tags) }),
    untag: ({ client }, OpenIDConnectProviderArn, TagKeys) =>
      client.untagOpenIDConnectProvider({ OpenIDConnectProviderArn, TagKeys }),
  },
  properties: {
    clientIdLists: set(string(), { required: true }),
    thumbprintLists: list(string(), { computed: true }),
    url: string({
      required: true,
      replaces: true,
      normal: withoutScheme,
      same: (old, next) => withoutScheme(old) === withoutScheme(next),
      problem: (url: string) =>
        /^https:\/\/[^?]+$/.test(url)
          ? undefined
          : `must begin with https:// and hold no query, got ${url}`,
    }),
  },
  outputs: ["arn"],

  async create({ client }, inputs) {
    const { OpenIDConnectProviderArn: arn } = await client.createOpenIDConnectProvider({
      Url: `https://${inputs.url}`,
      ClientIDList: inputs.clientIdLists,
      ThumbprintList: inputs.thumbprintLists,
      Tags: tagList(inputs.tags),
    });
    return arn as string;
  },

  async read({ client }, arn) {
    const found = await client.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn });
    return {
      arn,
      url: found.Url,
      clientIdLists: found.ClientIDList ?? [],
      thumbprintLists: found.ThumbprintList ?? [],
      tags: tagsFrom(found.Tags),
    };
  },

  async update({ client }, OpenIDConnectProviderArn, { inputs, state, changed }) {
    if (changed("thumbprintLists")) {
      const ThumbprintList = inputs.thumbprintLists ?? [];
      await client.updateOpenIDConnectProviderThumbprint({
        OpenIDConnectProviderArn,
        ThumbprintList,
      });
    }
    const wanted: string[] = inputs.clientIdLists;
    const there: string[] = state.clientIdLists;
    for (const ClientID of wanted.filter((id) => !there.includes(id))) {
      await client.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    }
    for (const ClientID of there.filter((id) => !wanted.includes(id))) {
      await client.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    }
  },

  async delete({ client }, OpenIDConnectProviderArn) {
    await client.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  },
};

/** The ARN of the account's provider with this URL, with or without its scheme. */
export async function findOidcProvider(client: IAM, url: string): Promise<string | undefined> {
  const { OpenIDConnectProviderList = [] } = await client.listOpenIDConnectProviders({});
  return OpenIDConnectProviderList.find(({ Arn = "" }) =>
    Arn.endsWith(`:oidc-provider/${withoutScheme(url)}`),
  )?.Arn;
}
