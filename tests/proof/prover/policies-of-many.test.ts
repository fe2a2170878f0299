import { strictEqual } from "node:assert";

import type { RoleDocuments } from "../../../proof";
import { type AccessDocuments, prove } from "../pods";
import { trusts } from "../statements";
import { policy, root } from "./deployments/deployment";
import { allow, OWNER, open, READ, role, roleArn } from "./findings/support";

/** Documents of one secret and these roles in its account. */
const owned = (...roles: RoleDocuments[]): AccessDocuments => ({ ...open(), roles });

const names = (count: number) => Array.from({ length: count }, (_, index) => `role-${index}`);

/** An undeclared reader of the secret. */
async function readerIn(documents: AccessDocuments): Promise<string | undefined> {
  const { claims } = await prove(documents, { claims: ["read-exclusive"] });
  const principal = claims[0]?.counterexample?.request.principal;
  return principal?.kind === "session" ? principal.roleArn : claims[0]?.result;
}

const reading = (condition: object) => ({ ...READ, Condition: condition });
const ofOwnAccount = reading({
  StringEquals: { "aws:PrincipalAccount": "$" + "{aws:PrincipalAccount}" },
});
const fromTenBut = (addresses: string) =>
  reading({
    IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
    NotIpAddress: { "aws:SourceIp": addresses },
  });
const bounded = (...statements: object[]) => ({ permissionsBoundary: policy(...statements) });

/** A difference of a role that lets it read, and one that looks the same and does not. */
const LOOK_ALIKE: [string, open: Partial<RoleDocuments>, closed: Partial<RoleDocuments>][] = [
  [
    "a version in which variables are no text",
    { policies: [policy(ofOwnAccount)] },
    { policies: [{ ...policy(ofOwnAccount), Version: "2008-10-17" }] },
  ],
  [
    "a range of addresses, which JSON has no numbers for",
    { policies: [policy(fromTenBut("11.0.0.0/8"))] },
    { policies: [policy(fromTenBut("10.0.0.0/8"))] },
  ],
  [
    "the last statement of a boundary",
    bounded(allow("s3:*", "*"), READ),
    bounded(allow("s3:*", "*"), allow("sts:*", "*")),
  ],
];

describe("policies of many roles", function () {
  this.timeout(60_000);

  for (const [what, opening, closing] of LOOK_ALIKE) {
    it(`are not taken for the same where they differ in ${what}`, async () => {
      const [one, other] = [
        { ...role("open", READ), ...opening },
        { ...role("closed", READ), ...closing },
      ];
      strictEqual(await readerIn(owned(other)), "proved");
      for (const roles of [
        [one, other],
        [other, one],
      ]) {
        strictEqual(await readerIn(owned(...roles)), roleArn("open"));
      }
    });
  }

  const assuming = allow("sts:*", "*");
  const maker = (...also: object[]) => role("maker", assuming, ...also);
  const barred = maker({ ...assuming, Effect: "Deny" });
  const alone = (principal: object | "*") => ({
    ...trusts(principal, "sts:AssumeRole"),
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("maker") } },
  });
  for (const [what, statement] of Object.entries({
    "its ARN": trusts({ AWS: roleArn("maker") }, "sts:AssumeRole"),
    "the ARN of a session": trusts(
      { AWS: `arn:aws:sts::${OWNER}:assumed-role/maker/one` },
      "sts:AssumeRole",
    ),
    "its account": alone(root(OWNER)),
    "everyone, and a condition": alone("*"),
  })) {
    it(`count for who may become a role that lets in one of them by ${what}`, async () => {
      const reader = (...also: object[]) => ({
        ...role("reader", READ),
        trust: policy(statement, ...also),
      });
      const machines = trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole");
      strictEqual(await readerIn(owned(reader(), barred)), "proved");
      strictEqual(await readerIn(owned(reader(), maker())), roleArn("reader"));
      strictEqual(await readerIn(owned(reader(machines), barred)), roleArn("reader"));
    });
  }

  it("are read once where they say the same, so that each role more costs the same", async () => {
    const roles = names(100).map((name) => role(name, allow("*", "*")));
    const options = { claims: ["read-exclusive" as const], limits: { literals: 80_000 } };
    strictEqual((await prove(owned(...roles), options)).result, "refuted");
  });
});
