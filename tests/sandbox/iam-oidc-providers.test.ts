import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { A, withSandbox } from "./support";

describe("OpenID Connect providers of sandbox IAM", () => {
  const { iam } = withSandbox();
  const create = (Url: string, more: object = {}) =>
    iam.createOpenIDConnectProvider({ Url, ...more });

  it("are kept, with what was changed of them", async () => {
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
      Url: "https://oidc.example.com/id/ABC",
      ClientIDList: ["sts.amazonaws.com"],
    });
    strictEqual(
      OpenIDConnectProviderArn,
      `arn:aws:iam::${A}:oidc-provider/oidc.example.com/id/ABC`,
    );
    const got = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
    deepStrictEqual(
      [got.Url, got.ClientIDList],
      ["oidc.example.com/id/ABC", ["sts.amazonaws.com"]],
    );
    await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: "b" });
    await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: "b" });
    const ClientID = "sts.amazonaws.com";
    await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
    await iam.updateOpenIDConnectProviderThumbprint({
      OpenIDConnectProviderArn,
      ThumbprintList: ["0".repeat(40)],
    });
    await iam.tagOpenIDConnectProvider({
      OpenIDConnectProviderArn,
      Tags: [{ Key: "team", Value: "a" }],
    });
    const { Tags } = await iam.listOpenIDConnectProviderTags({ OpenIDConnectProviderArn });
    const changed = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
    deepStrictEqual(
      [changed.ClientIDList, changed.ThumbprintList, Tags],
      [["b"], ["0".repeat(40)], [{ Key: "team", Value: "a" }]],
    );
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    await rejects(iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn }), {
      name: "NoSuchEntityException",
    });
  });

  it("are refused whose URL is no issuer's", async () => {
    for (const url of ["http://a.example", "https://a.example:8443", "https://a.example/?q=1"]) {
      await rejects(create(url), {
        name: "ValidationError",
        message: "Invalid Open ID Connect Provider URL",
      });
    }
  });

  it("are refused with a URL that another has", async () => {
    await create("https://a.example/id");
    await rejects(create("https://a.example/id/"), {
      name: "EntityAlreadyExistsException",
      message: "Provider with url https://a.example/id already exists.",
    });
  });

  it("are refused with more than it may have", async () => {
    const ClientIDList = Array.from({ length: 101 }, (_, index) => `id-${index}`);
    await rejects(create("https://b.example", { ClientIDList }), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    });
    const ThumbprintList = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(40));
    await rejects(create("https://b.example", { ThumbprintList }), {
      name: "InvalidInputException",
      message: "Thumbprint list must contain fewer than 5 entries.",
    });
    await rejects(create("https://b.example", { ThumbprintList: ["abc"] }), {
      name: "ValidationError",
    });
  });

  it("are not changed where there is none", async () => {
    const OpenIDConnectProviderArn = `arn:aws:iam::${A}:oidc-provider/nowhere.example`;
    await rejects(
      iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: "a" }),
      {
        name: "NoSuchEntityException",
        message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
      },
    );
  });
});
