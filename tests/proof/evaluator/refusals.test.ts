import { deepStrictEqual, match, strictEqual } from "node:assert";
import { type AccessRequest, readRequests } from "../../../proof";
import {
  allow,
  crossAccountDocuments,
  deny,
  document,
  KEY,
  OWNER_ACCOUNT,
  POD,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../cross-account-documents";
import { refusalsOf } from "../pods";

const fetch: AccessRequest = {
  principal: POD,
  action: "secretsmanager:GetSecretValue",
  resource: SECRET,
};

const given = crossAccountDocuments();
const [role] = given.roles;
const [secret] = given.secrets;
const withRole = (change: object) => ({ ...given, roles: [{ ...role, arn: ROLE, ...change }] });
const withSecret = (policy: unknown) => ({
  ...given,
  secrets: [{ ...secret, arn: SECRET, policy }],
});
const kinds = (documents: Parameters<typeof refusalsOf>[0], request = fetch) =>
  refusalsOf(documents, request).map(({ denies, kind }) => [kind, denies ? "denies" : "lacks"]);

describe("refusalsOf", () => {
  it("names nothing of a request that is allowed", () => {
    for (const one of readRequests(given, POD, SECRET)) deepStrictEqual(kinds(given, one), []);
  });

  it("names every document that refuses, also behind the first", () => {
    const documents = {
      ...given,
      ...withRole({
        policies: [
          document(deny({ Sid: "No", Action: "*", Resource: "*" })),
          document(deny({ NotAction: "s3:*", Resource: "*" })),
        ],
        permissionsBoundary: document(allow({ Action: "s3:*", Resource: "*" })),
      }),
      secrets: withSecret(null).secrets,
      organization: {
        serviceControlPolicies: [
          {
            account: READER_ACCOUNT,
            levels: [[document(allow({ Action: "s3:*", Resource: "*" }))]],
          },
        ],
        resourceControlPolicies: [
          {
            account: OWNER_ACCOUNT,
            levels: [[document(deny({ Principal: "*", Action: "*", Resource: "*" }))]],
          },
        ],
      },
    };
    deepStrictEqual(kinds(documents), [
      ["identity", "denies"],
      ["identity", "denies"],
      ["resourceControl", "denies"],
      ["serviceControl", "lacks"],
      ["boundary", "lacks"],
      ["resource", "lacks"],
      ["identity", "lacks"],
    ]);
    const [first] = refusalsOf(documents, fetch);
    deepStrictEqual(
      [first?.denies?.sid, first?.document],
      ["No", documents.roles.at(0)?.policies?.at(0)],
    );
    match(first?.reason ?? "", /identity policy 1 .* denies it/);
  });

  it("names the key's policy and the trust policy as what they are", () => {
    const [, decrypt] = readRequests(given, POD, SECRET);
    const without = { ...given, keys: [{ arn: KEY, policy: document() }] };
    deepStrictEqual(kinds(without, decrypt), [["key", "lacks"]]);
    const service = { kind: "service" as const, service: "pods.eks.amazonaws.com" };
    const assume = { principal: service, action: "sts:AssumeRole", resource: ROLE };
    deepStrictEqual(kinds(given, assume), [["trust", "lacks"]]);
    strictEqual(refusalsOf(given, assume)[0]?.turnsOn.length, 4);
  });

  it("names the AWS managed key's policy where another account asks", () => {
    const managed = { ...given, secrets: [{ ...secret, arn: SECRET, key: null }] };
    const [, decrypt] = readRequests(managed, POD, SECRET);
    deepStrictEqual(
      kinds(managed, decrypt).map(([kind]) => kind),
      ["key", "identity"],
    );
  });

  it("names the policy of the endpoint that a request comes through", () => {
    const arn = `arn:aws:ec2:us-east-1:${READER_ACCOUNT}:vpc-endpoint/vpce-1`;
    const service = "com.amazonaws.us-east-1.secretsmanager";
    const documents = { ...given, vpcEndpoints: [{ arn, service, policy: document() }] };
    const through = { ...fetch, context: { "aws:SourceVpce": "vpce-1" } };
    deepStrictEqual(kinds(documents, through), [["endpoint", "lacks"]]);
  });
});
