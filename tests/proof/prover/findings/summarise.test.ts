import { deepStrictEqual, match, strictEqual } from "node:assert";
import { summarise } from "../../pods";
import { policy, root } from "../deployments/deployment";
import {
  findingsOf,
  KEY,
  keys,
  OTHER,
  OWNER,
  open,
  READ,
  role,
  roleArn,
  secret,
  summaryOf,
} from "./support";

describe("a summary of who reads an account's secrets", function () {
  this.timeout(60_000);

  const cases: Record<string, { statements: object[]; found: string[] }> = {
    "calls public what anyone reads": {
      statements: [{ Principal: "*" }],
      found: ["public anyone 1"],
    },
    "calls nothing public that a network limits": {
      statements: [
        { Principal: "*", Condition: { StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } } },
      ],
      found: ["external anyone if aws:SourceVpc StringEquals vpc-1,vpc-2 1"],
    },
    "calls public what a condition limits that its caller chooses": {
      statements: [{ Principal: "*", Condition: { StringLike: { "aws:UserAgent": "*app*" } } }],
      found: ["public anyone if aws:UserAgent StringLike *app* 1"],
    },
    "calls public what all addresses of a quarter of the world reach": {
      statements: [{ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/2" } } }],
      found: ["public anyone if aws:SourceIp IpAddress 0.0.0.0/2 1"],
    },
    "names an organization rather than everyone": {
      statements: [
        { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      ],
      found: ["external organization o-1 1"],
    },
    "names roles rather than their account": {
      statements: [
        { Principal: { AWS: roleArn("web", OTHER) } },
        {
          Principal: root(OTHER),
          Condition: { ArnLike: { "aws:PrincipalArn": roleArn("api-*", OTHER) } },
        },
      ],
      found: ["external principal api-* 1", "external role web 1"],
    },
    "leaves out whom another finding takes in": {
      statements: [
        { Principal: root(OTHER) },
        { Principal: root(OTHER), Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } },
      ],
      found: [`external account ${OTHER} 1`],
    },
    "tells each way of one reader apart": {
      statements: [
        { Principal: root(OTHER), Condition: { Bool: { "aws:ViaAWSService": "true" } } },
        { Principal: root(OTHER), Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } },
      ],
      found: [
        `external account ${OTHER} if aws:SourceVpce StringEquals vpce-1 1`,
        `external account ${OTHER} if aws:ViaAWSService Bool true 1`,
      ],
    },
    "says what a denial demands": {
      statements: [
        { Principal: root(OTHER) },
        {
          ...{ Effect: "Deny", Principal: "*" },
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
        },
      ],
      found: [`external account ${OTHER} unless aws:SourceVpce StringNotEquals vpce-1 1`],
    },
    "says whom a denial excepts": {
      statements: [
        { Principal: root(OTHER) },
        { Effect: "Deny", Principal: { AWS: roleArn("web", OTHER) } },
      ],
      found: [`external account ${OTHER} but ${roleArn("web", OTHER)} 1`],
    },
    "names a service, and for whom it calls": {
      statements: [
        {
          Principal: { Service: "lambda.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": OTHER } },
        },
      ],
      found: [`external service lambda.amazonaws.com if aws:SourceAccount StringEquals ${OTHER} 1`],
    },
    "finds nobody where the policy denies everyone": {
      statements: [{ Principal: "*", Effect: "Deny" }],
      found: [],
    },
  };
  for (const [promise, { statements, found }] of Object.entries(cases)) {
    it(promise, async () => deepStrictEqual(await findingsOf(open(...statements)), found));
  }

  it("finds nobody outside whom the key keeps out", async () => {
    const [key] = keys;
    const own = { ...key, arn: KEY, policy: policy(...(key?.policy.Statement ?? []).slice(0, 1)) };
    deepStrictEqual(await findingsOf({ ...open({ Principal: "*" }), keys: [own] }), []);
  });

  it("explains what was declared, and puts it last", async () => {
    const reader = {
      ...{ clusterArn: `arn:aws:eks:us-east-1:${OTHER}:cluster/shop` },
      ...{ namespace: "web", serviceAccount: "web" },
    };
    const documents = {
      ...open({ Principal: { AWS: [roleArn("web", OTHER), roleArn("else", OTHER)] } }),
      associations: [{ ...reader, roleArn: roleArn("web", OTHER) }],
      grants: [{ reader, secret: secret("one") }],
      administrators: [{ role: roleArn("admin"), from: ["ec2.amazonaws.com"] }],
      roles: [role("admin", READ)],
    };
    const { findings } = await summaryOf(documents);
    deepStrictEqual(
      findings.map(({ explanation, who }) => [who.names[0]?.split("/").at(-1), explanation?.as]),
      [
        ["else", undefined],
        ["web", "declared reader"],
        ["admin", "administrator"],
      ],
    );
  });

  it("is not complete where time did not suffice", async () => {
    const found = await summarise(open({ Principal: "*" }), OWNER, { milliseconds: 0 });
    strictEqual(found.result, "unknown");
    match(found.reason ?? "", /time/);
  });
});
