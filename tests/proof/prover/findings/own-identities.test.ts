import { deepStrictEqual } from "node:assert";
import type { AccessDocuments } from "../../pods";
import { policy, root } from "../deployments/deployment";
import {
  allow,
  findingsOf,
  GET,
  OTHER,
  OWNER,
  open,
  READ,
  role,
  roleArn,
  secret,
  trusting,
} from "./support";

describe("findings of the account's own roles and users", function () {
  this.timeout(60_000);

  it("groups roles and secrets that are read alike, whatever they are called", async () => {
    const roles = ["a", "b", "c"].map((name) => role(name, READ));
    const secrets = ["x", "y/z"].map((name) => ({ arn: secret(name) }));
    deepStrictEqual(await findingsOf({ roles, secrets }), ["internal role a b c 2"]);
  });

  it("tells secrets apart by a tag whose key has a comma", async () => {
    const reads = allow(GET, "*", {
      Condition: { StringNotEquals: { "aws:ResourceTag/a,b": "y" } },
    });
    const secrets = ["x", "y"].map((value) => ({ arn: secret(value), tags: { "a,b": value } }));
    deepStrictEqual(await findingsOf({ roles: [role("a", reads)], secrets }), [
      "internal role a 1",
    ]);
  });

  const patterns: Record<string, { roles: AccessDocuments["roles"]; found: string[] }> = {
    "that a pattern of one takes in": {
      roles: [
        role("a", allow(GET, secret("x"))),
        role("b", allow(GET, `${secret("").slice(0, -7)}y*`)),
      ],
      found: ["internal role a 1", "internal role b 1"],
    },
    "of which a denial keeps one from a secret by a pattern": {
      roles: [role("a", READ, { ...allow(GET, `${secret("").slice(0, -7)}y*`), Effect: "Deny" })],
      found: ["internal role a 1"],
    },
    "of which a condition tells one by its tags": {
      roles: [
        { ...role("a", READ), tags: { team: "blue" } },
        { ...role("b", allow(GET, "*", teams("blue"))), tags: { team: "blue" } },
        { ...role("c", allow(GET, "*", teams("blue"))), tags: { team: "red" } },
      ],
      found: ["internal role a 2", "internal role b if aws:PrincipalTag/team StringEquals blue 2"],
    },
    "of which one is denied": {
      roles: [role("a", READ), role("b", READ, { ...READ, Effect: "Deny" })],
      found: ["internal role a 2"],
    },
    "of which a boundary limits one": {
      roles: [
        role("a", READ),
        { ...role("b", READ), permissionsBoundary: policy(allow("s3:*", "*")) },
      ],
      found: ["internal role a 2"],
    },
    "of which nobody can become one": {
      roles: [role("a", READ), { ...role("b", READ), trust: policy() }],
      found: ["internal role a 2"],
    },
    "of which the one who makes their sessions may not become one": {
      roles: [
        role("maker", { ...allow("sts:*", roleArn("b")), Effect: "Deny" }),
        { ...role("a", READ), trust: trusting(roleArn("maker")) },
        { ...role("b", READ), trust: trusting(roleArn("maker")) },
      ],
      found: ["internal role a 2"],
    },
    "of which the one who makes their sessions may not become one by its tags": {
      roles: [
        role("maker", {
          ...allow("sts:*", "*", teams("red", "aws:ResourceTag/team")),
          Effect: "Deny",
        }),
        { ...role("a", READ), trust: trusting(roleArn("maker")), tags: { team: "blue" } },
        { ...role("b", READ), trust: trusting(roleArn("maker")), tags: { team: "red" } },
      ],
      found: ["internal role a 2"],
    },
  };
  for (const [promise, { roles, found }] of Object.entries(patterns)) {
    it(`tells roles apart ${promise}`, async () => {
      const secrets = ["x", "yz"].map((name) => ({ arn: secret(name) }));
      deepStrictEqual(await findingsOf({ roles: roles ?? [], secrets }), found);
    });
  }

  it("tells roles apart that the policy of the secret denies by their path", async () => {
    const documents = {
      ...open({
        ...{ Effect: "Deny", Principal: "*" },
        Condition: { ArnLike: { "aws:PrincipalArn": roleArn("apps/*") } },
      }),
      roles: [role("apps/a", READ), role("b", READ)],
    };
    deepStrictEqual(await findingsOf(documents), ["internal role b 1"]);
  });

  it("tells users by their groups, and by their name", async () => {
    const named = allow(GET, `${secret("").slice(0, -7)}\${aws:username}/*`);
    const ops = { arn: `arn:aws:iam::${OWNER}:group/ops`, policies: [policy(named)] };
    const users = ["ann", "bob"].map((name) => ({
      arn: `arn:aws:iam::${OWNER}:user/${name}`,
      groups: [ops.arn],
    }));
    const secrets = [{ arn: secret("ann/key") }, { arn: secret("eve/key") }];
    deepStrictEqual(await findingsOf({ groups: [ops], secrets, users }), ["internal user ann 1"]);
  });

  describe("of chains of roles", () => {
    const secrets = [{ arn: secret("x") }];
    const q = roleArn("q", OTHER);
    const chain = (Condition?: object) => [
      { ...role("first", allow("sts:AssumeRole", roleArn("last"))), trust: trusting(q, Condition) },
      { ...role("last", READ), trust: trusting(roleArn("first")) },
    ];

    it("names who comes in from outside, and by which roles", async () => {
      const when = { StringEquals: { "sts:ExternalId": "e" } };
      deepStrictEqual(await findingsOf({ secrets, roles: chain(when) }), [
        "external role q if sts:ExternalId StringEquals e through first,last 1",
        "internal role last 1",
      ]);
    });

    it("finds nobody where one of the roles may not become the next", async () => {
      const [first, last] = chain();
      const roles = [
        { ...first, arn: roleArn("first"), policies: [] },
        { ...last, arn: roleArn("last") },
      ];
      const trust = trusting(root(OWNER).AWS);
      const found = ["internal role last 1"];
      deepStrictEqual(
        await findingsOf({
          secrets,
          roles: [
            roles[0],
            { ...roles[1], arn: roleArn("last"), trust },
          ] as AccessDocuments["roles"],
        }),
        found,
      );
    });

    it("finds nobody where the last one demands a tag that the first may not give", async () => {
      const [first, last] = chain();
      const demanding = trusting(roleArn("first"), {
        StringEquals: { "aws:RequestTag/team": "blue" },
      });
      const roles = [first, { ...last, arn: roleArn("last"), trust: demanding }];
      deepStrictEqual(await findingsOf({ secrets, roles: roles as AccessDocuments["roles"] }), []);
    });

    it("names a provider that vouches for people or workloads", async () => {
      const provider = `arn:aws:iam::${OWNER}:oidc-provider/ci.example`;
      const trust = policy({
        ...{ Effect: "Allow", Principal: { Federated: provider } },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "ci.example:sub": "repo:main" } },
      });
      const found = [
        "external federated ci.example if ci.example:sub StringEquals repo:main through ci 1",
        "internal role ci 1",
      ];
      const roles = [{ ...role("ci", READ), trust }];
      deepStrictEqual(await findingsOf({ secrets, roles }), found);
      const named = open({ Principal: { AWS: roleArn("ci") } });
      deepStrictEqual(await findingsOf({ ...named, roles }), found);
    });
  });
});

function teams(team: string, key = "aws:PrincipalTag/team"): object {
  return { Condition: { StringEquals: { [key]: team } } };
}
