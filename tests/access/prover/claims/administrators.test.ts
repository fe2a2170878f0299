import { deepStrictEqual, match, ok, strictEqual } from "node:assert";

import { type AccessDocuments, evaluate, prove, type RoleDocuments } from "../../../../sdk/access";
import {
  crossAccountDocuments,
  OTHER_ACCOUNT,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
} from "../../../fixtures/cross-account-documents";

const role = (name: string, account = OWNER_ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const user = (name: string, account = OWNER_ACCOUNT) => `arn:aws:iam::${account}:user/${name}`;
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const ADMIN = role("breakglass");
const ALICE = user("alice");
const GITHUB = `arn:aws:iam::${OWNER_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const SUB = "token.actions.githubusercontent.com:sub";
const SAML = `arn:aws:iam::${OWNER_ACCOUNT}:saml-provider/corp`;
const ALL = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const ASSUME = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" });

type Trust = { Principal: object | string; Condition?: object; Effect?: string; Action?: string };

const trusting = (...statements: Trust[]) =>
  policy(...statements.map((one) => ({ Effect: "Allow", Action: "sts:*", ...one })));
const named = (...arns: string[]): Trust => ({ Principal: { AWS: arns } });
const github = (Condition?: object): Trust => ({
  Principal: { Federated: GITHUB },
  ...(Condition && { Condition }),
});

interface Given {
  trust?: object | null;
  administrators?: AccessDocuments["administrators"];
  roles?: RoleDocuments[];
  users?: AccessDocuments["users"];
  whole?: string[];
}

/** Documents of a granted secret whose owner has an administrator's role, by default one that only the user alice may become. */
function documentsOf({
  administrators = [ADMIN],
  roles = [],
  trust = trusting(named(ALICE)),
  users = [],
  whole = [],
}: Given): AccessDocuments {
  const documents = crossAccountDocuments();
  return {
    ...documents,
    administrators,
    wholeAccounts: whole,
    roles: [...documents.roles, { arn: ADMIN, trust, policies: [ALL] }, ...roles],
    users,
  };
}

async function exclusiveness(given: Given, drop: string[] = []) {
  const documents = documentsOf(given);
  const { claims } = await prove(documents, { claims: ["read-exclusive"], drop });
  const [claim] = claims;
  ok(claim);
  return { ...claim, documents };
}

const ways: [title: string, given: Given, enters: RegExp, line?: object][] = [
  [
    "a user of the account that nobody named",
    {},
    /the user .*user\/alice can become .*breakglass/,
    { role: ADMIN, from: [ALICE] },
  ],
  [
    "any token of an issuer",
    {
      trust: trusting(
        github({ StringEquals: { [SUB.replace("sub", "aud")]: "sts.amazonaws.com" } }),
      ),
    },
    /federated principal .*githubusercontent/,
    { role: ADMIN, from: [{ provider: GITHUB, subject: "*" }] },
  ],
  [
    "a repository, where another one was declared",
    {
      trust: trusting(github({ StringLike: { [SUB]: "repo:x/*" } })),
      administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/ops:*" }] }],
    },
    /federated principal/,
    {
      role: ADMIN,
      from: [
        { provider: GITHUB, subject: "repo:x/ops:*" },
        { provider: GITHUB, subject: "repo:x/*" },
      ],
    },
  ],
  [
    "a subject that may be missing",
    {
      trust: trusting(github({ StringEqualsIfExists: { [SUB]: "repo:x/ops" } })),
      administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/ops" }] }],
    },
    /federated principal/,
  ],
  [
    "a SAML provider",
    { trust: trusting({ Principal: { Federated: SAML } }) },
    /federated principal .*saml-provider\/corp/,
    { role: ADMIN, from: [{ provider: SAML, subject: "*" }] },
  ],
  [
    "another account",
    { trust: trusting(named(OTHER_ACCOUNT)) },
    new RegExp(`arn:aws:iam::${OTHER_ACCOUNT}:`),
    { role: ADMIN, from: [OTHER_ACCOUNT] },
  ],
  [
    "an administrator's role of another account",
    {
      trust: trusting(named(role("adm", READER_ACCOUNT))),
      administrators: [ADMIN, role("adm", READER_ACCOUNT)],
    },
    /role\/adm/,
    { role: ADMIN, from: [role("adm", READER_ACCOUNT)] },
  ],
  [
    "everyone of its own account with rights that nobody read",
    { trust: trusting(named(OWNER_ACCOUNT)) },
    new RegExp(`arn:aws:iam::${OWNER_ACCOUNT}:`),
    { role: ADMIN, from: [OWNER_ACCOUNT] },
  ],
  [
    "a user of its own account that has the right to",
    {
      trust: trusting(named(OWNER_ACCOUNT)),
      users: [{ arn: user("bob"), policies: [ASSUME] }],
      whole: [OWNER_ACCOUNT],
    },
    /user\/bob/,
    { role: ADMIN, from: [OWNER_ACCOUNT] },
  ],
  ["anyone", { trust: trusting({ Principal: "*" }) }, /can become/],
  [
    "anyone of an organization",
    {
      trust: trusting({
        Principal: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
      }),
    },
    /can become/,
  ],
  [
    "all but one",
    {
      trust: policy({ Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: { AWS: ALICE } }),
      administrators: [ADMIN, ALICE],
    },
    /can become/,
  ],
  [
    "a service that others give the role to",
    { trust: trusting({ Principal: { Service: "ec2.amazonaws.com" } }) },
    /the service ec2.amazonaws.com/,
    { role: ADMIN, from: ["ec2.amazonaws.com"] },
  ],
  [
    "somebody who becomes the one who may become it",
    {
      trust: trusting(named(role("helper"))),
      roles: [{ arn: role("helper"), trust: trusting(named(OTHER_ACCOUNT)), policies: [ASSUME] }],
      administrators: [{ role: ADMIN, from: [role("helper")] }],
    },
    /can become .*role\/helper, then .*breakglass/,
    { role: ADMIN, from: [{ role: role("helper"), from: [OTHER_ACCOUNT] }] },
  ],
  [
    "somebody at the end of a long chain",
    {
      trust: trusting(named(role("a"))),
      roles: ["a", "b", "c", "d"].map((name, index, all) => ({
        arn: role(name),
        trust: trusting(named(all[index + 1] ? role(all[index + 1] as string) : OTHER_ACCOUNT)),
        policies: [ASSUME],
      })),
    },
    /can become .*role\/d, then .*role\/c, then .*role\/b, then .*role\/a, then .*breakglass/,
  ],
  [
    "somebody who comes by a role that another account, declared whole, has",
    {
      trust: trusting(named(READER_ACCOUNT)),
      roles: [
        {
          arn: role("ci", READER_ACCOUNT),
          trust: trusting(named(OTHER_ACCOUNT)),
          policies: [ASSUME],
        },
      ],
      administrators: [{ role: ADMIN, from: [READER_ACCOUNT] }],
    },
    new RegExp(`arn:aws:iam::${OTHER_ACCOUNT}:.* can become .*role/ci, then .*breakglass`),
  ],
];

const misses: [title: string, given: Given, assumed?: true][] = [
  ["lets in a user who is an administrator", { administrators: [ADMIN, ALICE] }],
  ["lets in a user who is declared", { administrators: [{ role: ADMIN, from: [ALICE] }] }],
  ["has a trust policy that the documents lack", { trust: null }, true],
  [
    "lets in just the repository that is declared",
    {
      trust: trusting(github({ StringLike: { [SUB]: "repo:x/ops:*" } })),
      administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/*" }] }],
    },
  ],
  [
    "lets in a SAML provider that is declared",
    {
      trust: trusting({
        Principal: { Federated: SAML },
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      }),
      administrators: [{ role: ADMIN, from: [{ provider: SAML, subject: "*" }] }],
    },
  ],
  [
    "lets in one subject of a SAML provider",
    {
      trust: trusting({
        Principal: { Federated: SAML },
        Condition: { StringEquals: { "SAML:sub": "alice" } },
      }),
      administrators: [{ role: ADMIN, from: [{ provider: SAML, subject: "alice" }] }],
    },
  ],
  [
    "lets in an account that is declared",
    {
      trust: trusting(named(OTHER_ACCOUNT)),
      administrators: [{ role: ADMIN, from: [OTHER_ACCOUNT] }],
    },
  ],
  [
    "lets in a service that is declared",
    {
      trust: trusting({ Principal: { Service: "ec2.amazonaws.com" } }),
      administrators: [{ role: ADMIN, from: ["ec2.amazonaws.com"] }],
    },
  ],
  [
    "lets in everyone of its account, of whom only an administrator has the right to",
    {
      trust: trusting(named(OWNER_ACCOUNT)),
      users: [
        { arn: ALICE, policies: [ALL] },
        { arn: user("bob"), policies: [] },
      ],
      administrators: [ADMIN, ALICE],
      whole: [OWNER_ACCOUNT],
    },
  ],
  [
    "lets in anyone by the ARN of an administrator",
    {
      trust: trusting({
        Principal: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": ALICE } },
      }),
      administrators: [ADMIN, ALICE],
    },
  ],
  [
    "denies all others whom it lets in",
    {
      trust: trusting(named(OTHER_ACCOUNT, ALICE), {
        Effect: "Deny",
        Principal: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": ALICE } },
      }),
      administrators: [ADMIN, ALICE],
    },
  ],
  [
    "lets in a role that only administrators become",
    {
      trust: trusting(named(role("helper"))),
      roles: [{ arn: role("helper"), trust: trusting(named(ALICE)), policies: [ASSUME] }],
      administrators: [ADMIN, ALICE],
    },
  ],
  [
    "lets in a role, with who may become that one",
    {
      trust: trusting(named(role("ci", READER_ACCOUNT))),
      roles: [
        {
          arn: role("ci", READER_ACCOUNT),
          trust: trusting(github({ StringEquals: { [SUB]: "repo:x/ops" } })),
          policies: [ASSUME],
        },
      ],
      administrators: [
        {
          role: ADMIN,
          from: [
            {
              role: role("ci", READER_ACCOUNT),
              from: [{ provider: GITHUB, subject: "repo:x/ops" }],
            },
          ],
        },
      ],
    },
  ],
  [
    "lets in itself, and another administrator's role that lets it in",
    {
      trust: trusting(named(ALICE, ADMIN, role("other"))),
      roles: [{ arn: role("other"), trust: trusting(named(ADMIN)), policies: [ALL] }],
      administrators: [ADMIN, role("other"), ALICE],
    },
  ],
  [
    "lets in a role that nobody can become",
    {
      trust: trusting(named(ALICE, role("gone"))),
      roles: [
        { arn: role("gone"), trust: trusting(named("AIDACKCEVSQ6C2EXAMPLE")), policies: [ASSUME] },
      ],
      administrators: [ADMIN, ALICE],
    },
  ],
  [
    "lets in a role of whose trust nothing is known, and that is declared",
    {
      trust: trusting(named(role("ci", OTHER_ACCOUNT))),
      administrators: [{ role: ADMIN, from: [role("ci", OTHER_ACCOUNT)] }],
    },
    true,
  ],
];

describe("prove, of who becomes an administrator", () => {
  for (const [title, given, enters, line] of ways) {
    it(`refutes a secret whose administrator's role lets in ${title}`, async () => {
      const { counterexample, documents, reason, result } = await exclusiveness(given);
      strictEqual(result, "refuted", reason);
      ok(counterexample);
      match(counterexample.summary, enters);
      match(counterexample.document, /^trust policy of /);
      const { decision } = evaluate(documents, counterexample.request, {
        ownerPrincipalsClosed: false,
      });
      strictEqual(decision, "allowed");
      const [, written = ""] = /breakglass: (\{.*\})$/.exec(counterexample.fix) ?? [];
      if (line) deepStrictEqual(JSON.parse(written), line);
    });
  }

  for (const [title, given, assumed] of misses) {
    it(`proves a secret whose administrator's role ${title}`, async () => {
      const { assumptionsUsed, counterexample, result } = await exclusiveness(given);
      strictEqual(result, "proved", counterexample?.summary);
      strictEqual(assumptionsUsed.includes("administrator-trust"), assumed ?? false);
    });
  }

  it("proves what it refuted, once the line stands that it names", async () => {
    for (const [title, given] of ways) {
      const { counterexample } = await exclusiveness(given);
      const [, written] = /breakglass: (\{.*\})$/.exec(counterexample?.fix ?? "") ?? [];
      if (/^(anyone|all but)/.test(title)) continue;
      ok(written, title);
      const { counterexample: left, result } = await exclusiveness({
        ...given,
        administrators: [JSON.parse(written), ...(given.administrators ?? []).slice(1)],
      });
      strictEqual(result, "proved", `${title}: ${left?.summary}`);
    }
  });

  it("does not know who becomes an administrator of unknown trust, where that is not assumed", async () => {
    const { result } = await exclusiveness({ trust: null }, ["administrator-trust"]);
    strictEqual(result, "unknown");
  });

  it("asks nobody how an administrator's role is entered that cannot read the secret", async () => {
    const documents = documentsOf({ trust: trusting(named(OTHER_ACCOUNT)) });
    const roles = (documents.roles ?? []).map((one) =>
      one.arn === ADMIN ? { ...one, policies: [] } : one,
    );
    const { claims } = await prove({ ...documents, roles }, { claims: ["read-exclusive"] });
    strictEqual(claims[0]?.result, "proved");
  });
});
