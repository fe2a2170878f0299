import assert from "node:assert";
import { fingerprint } from "../../../../proof/prover/documents/fingerprint";
import { type AccessDocuments, prove, withKind } from "../../pods";
import { allow, allowTo, deny as denied } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, podTrust, policy, readStatement, root } from "../deployments/deployment";
import { asksFor, deny, isSame } from "./same-fingerprint";

/** Replaces names in the documents, everywhere and one to one. */
function renamed(documents: AccessDocuments, names: [string, string][]): AccessDocuments {
  const text = names.reduce((so, [from, to]) => so.replaceAll(from, to), JSON.stringify(documents));
  return JSON.parse(text) as AccessDocuments;
}

const RENAMING: [string, string][] = [
  [the.ROLE, the.OTHER_ROLE],
  [the.SECRET, the.OTHER_SECRET],
  [the.BILLING.namespace, the.REPORTS.namespace],
  [`"${the.BILLING.serviceAccount}"`, `"${the.REPORTS.serviceAccount}"`],
];

/** The reader's documents with another statement in the secret's policy. */
function withStatement(...statements: object[]): AccessDocuments {
  return oneReader({ secretPolicy: policy(readStatement(the.ROLE, the.BILLING), ...statements) });
}

describe("fingerprint", () => {
  it("is the same for documents that differ in names alone", () => {
    const documents = oneReader();
    assert.ok(isSame(documents, renamed(documents, RENAMING), [the.SECRET, the.OTHER_SECRET]));
  });

  it("is the same for documents whose lists are in another order, and with names besides", () => {
    const others = [the.PARTNER, the.OWNER].map((account) => `arn:aws:iam::${account}:role/x`);
    const documents = withStatement(
      deny({ AWS: others }),
      deny({ AWS: [the.ROLE, others[0]] }),
      deny({ AWS: "*" }),
    );
    const turned = JSON.parse(JSON.stringify(documents), (_, value) =>
      Array.isArray(value) ? value.reverse() : value,
    ) as AccessDocuments;
    assert.ok(isSame(documents, turned, [the.SECRET, the.SECRET]));
    assert.ok(isSame(documents, renamed(turned, RENAMING), [the.SECRET, the.OTHER_SECRET]));
  });

  it("tells who is named in which of two like statements", () => {
    const [one, two] = [the.PARTNER, the.OWNER].map((account) => `arn:aws:iam::${account}:role/x`);
    const [both, crossed] = [
      withStatement(deny({ AWS: [one, the.ROLE] }), deny({ AWS: [two, the.ROLE] })),
      withStatement(deny({ AWS: [one, two] }), deny({ AWS: [two, the.ROLE] })),
    ];
    assert.ok(both && crossed && !isSame(both, crossed, [the.SECRET, the.SECRET]));
  });

  it("has none where a text could be taken for the place of a name", () => {
    const secretAlso = [asksFor("aws:ResourceTag/team")];
    const documents = oneReader({ secretAlso, secretTags: { team: "\u0001" } });
    assert.strictEqual(fingerprint(documents, [the.SECRET], withKind(documents)), undefined);
  });

  it("tells apart what is said of the reader and of somebody else", () => {
    const [own, others] = [the.ROLE, the.OTHER_ROLE].map((role) =>
      withStatement(deny({ AWS: role })),
    );
    assert.ok(own && others && !isSame(own, others, [the.SECRET, the.SECRET]));
  });

  it("tells a user from a role", () => {
    const [role, user] = ["role/x", "user/x"].map((name) =>
      withStatement(deny({ AWS: `arn:aws:iam::${the.CLUSTER_ACCOUNT}:${name}` })),
    );
    assert.ok(role && user && !isSame(role, user, [the.SECRET, the.SECRET]));
  });

  it("tells an account that is written as a number from another one", () => {
    const from = (account: number) =>
      oneReader({
        trust: podTrust(the.BILLING, { StringEquals: { "aws:SourceAccount": account } }),
      });
    const [own, others] = [from(Number(the.CLUSTER_ACCOUNT)), from(Number(the.PARTNER))];
    assert.ok(!isSame(own, others, [the.ROLE, the.ROLE]));
    const elsewhere = renamed(from(Number(the.CLUSTER_ACCOUNT)), [
      [`::${the.CLUSTER_ACCOUNT}:`, `::${the.PARTNER}:`],
      [`:${the.CLUSTER_ACCOUNT}:cluster`, `:${the.PARTNER}:cluster`],
    ]);
    const moved = the.ROLE.replace(the.CLUSTER_ACCOUNT, the.PARTNER);
    assert.ok(!isSame(own, elsewhere, [the.ROLE, moved]));
  });

  it("asks of the organization whatever account a statement names", () => {
    const stranger = `arn:aws:iam::${the.PARTNER}:role/x`;
    const managedBy = (managementAccount: string) => ({
      ...withStatement(deny({ AWS: stranger })),
      organization: { id: "o-exampleorg", managementAccount },
    });
    assert.ok(!isSame(managedBy(the.PARTNER), managedBy("999999999999"), [the.SECRET, the.SECRET]));
  });

  it("tells apart tags whose keys mean something in a policy", () => {
    for (const key of ["Id", "Sid", "Action"]) {
      const [one, other] = ["Billing", "billing"].map((value) =>
        oneReader({
          secretAlso: [asksFor(`aws:ResourceTag/${key}`)],
          secretTags: { [key]: value },
        }),
      );
      assert.ok(one && other && !isSame(one, other, [the.SECRET, the.SECRET]), key);
    }
  });

  it("has none where a namespace is called as something else in a document", () => {
    const documents = oneReader();
    const [{ arn = "" } = {}] = documents.secrets ?? [];
    const called = renamed(documents, [[`"${the.BILLING.namespace}"`, '"2012-10-17"']]);
    assert.strictEqual(fingerprint(called, [arn], withKind(called)), undefined);
  });

  it("has none where a part of a name is compared", () => {
    const parts = [
      deny({ AWS: `arn:aws:sts::${the.CLUSTER_ACCOUNT}:assumed-role/billing-api/one` }),
      deny({ AWS: `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/aws-service-role/x.amazonaws.com/X` }),
      { ...deny({ AWS: "*" }), Condition: { ArnLike: { "aws:PrincipalArn": `${the.ROLE}*` } } },
      {
        ...deny({ AWS: "*" }),
        Condition: { StringEqualsIgnoreCase: { "aws:PrincipalTag/kubernetes-namespace": "x" } },
      },
      {
        ...deny({ AWS: "*" }),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
        Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "${aws:username}" } },
      },
      { ...deny({ AWS: "*" }), Condition: { StringEquals: { "aws:username": "alice" } } },
    ];
    for (const part of parts) {
      const documents = withStatement(part);
      assert.strictEqual(fingerprint(documents, [the.SECRET], withKind(documents)), undefined);
    }
  });

  it("tells a parameter's path from another", () => {
    const parameter = (name: string) => `arn:aws:ssm:us-east-1:${the.OWNER}:parameter/${name}`;
    const byPath = (name: string, path: string): AccessDocuments => ({
      parameters: [{ arn: parameter(name) }],
      roles: [
        { arn: the.ROLE, policies: [policy(allow("ssm:GetParametersByPath", parameter(path)))] },
      ],
    });
    const [own, other] = [byPath("billing/db", "billing"), byPath("reports/db", "audits")];
    const arns = [parameter("billing/db"), parameter("reports/db")] as const;
    assert.ok(!isSame(own, other, [...arns]));
    assert.ok(isSame(own, byPath("reports/db", "reports"), [...arns]));
  });

  it("tells a cluster's ARN from one that no cluster has", () => {
    const documents = oneReader();
    const odd = renamed(documents, [["cluster/prod", "cluster/pr.od"]]);
    assert.ok(!isSame(documents, odd, [the.SECRET, the.SECRET]));
    const other = renamed(documents, [["cluster/prod", "cluster/next"]]);
    assert.ok(isSame(documents, other, [the.SECRET, the.SECRET]));
  });

  it("tells a multi-Region key from a key of one Region", () => {
    const documents = oneReader();
    const multiple = renamed(documents, [[":key/", ":key/mrk-"]]);
    assert.ok(!isSame(documents, multiple, [the.SECRET, the.SECRET]));
    const other = renamed(multiple, [["0d4c5a1e", "1d4c5a1e"]]);
    assert.ok(isSame(multiple, other, [the.SECRET, the.SECRET]));
  });

  it("tells what a grant demands of the encryption context, whatever the keys are called", () => {
    const demanding = (encryptionContextSubset: Record<string, string>): AccessDocuments => ({
      ...oneReader(),
      keys: [
        {
          arn: the.KEY,
          policy: policy(the.ownerStatement),
          grants: [{ grantee: the.STRANGER, operations: ["Decrypt"], encryptionContextSubset }],
        },
      ],
    });
    for (const key of ["Id", "Sid"]) {
      assert.ok(!isSame(demanding({ [key]: "a" }), demanding({}), [the.SECRET, the.SECRET]));
    }
  });

  it("tells members of the organization from others that policies name", () => {
    const partner = {
      ...deny({}),
      Effect: "Allow",
      Principal: root(the.PARTNER),
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    };
    const documents = (members: string[]): AccessDocuments => ({
      ...withStatement(partner),
      organization: {
        id: "o-a1b2c3d4e5",
        serviceControlPolicies: members.map((account) => ({ account, levels: [] })),
      },
    });
    const [members, others] = [
      documents([the.CLUSTER_ACCOUNT, the.OWNER, the.PARTNER]),
      documents([the.OWNER]),
    ];
    assert.ok(!isSame(members, others, [the.SECRET, the.SECRET]));
  });

  it("lets one proof stand for another only where both are proved", async () => {
    const own = oneReader();
    const others = renamed(own, RENAMING);
    const broken = (others.secrets ?? []).map((secret) => ({
      ...secret,
      policy: policy(readStatement(the.OTHER_ROLE, the.REPORTS, { Action: "secretsmanager:*" })),
    }));
    const join = (list: "keys" | "roles" | "associations" | "grants") =>
      [...(own[list] ?? []), ...(list === "keys" ? [] : (others[list] ?? []))] as never;
    const { claims } = await prove(
      {
        keys: join("keys"),
        roles: join("roles"),
        associations: join("associations"),
        grants: join("grants"),
        secrets: [...(own.secrets ?? []), ...broken],
      },
      { claims: ["secret-bounded"] },
    );
    assert.deepStrictEqual(
      claims.map(({ result }) => result),
      ["proved", "refuted"],
    );
  });

  it("lets no proof stand for a secret that other accounts' control policies do not protect", async () => {
    const ofOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    const letsIn = (action: string) => policy(allowTo("*", action, ofOrganization));
    const inForce = (account: string, ...statements: object[]) => ({
      account,
      levels: [[policy(allow("*")), policy(...statements)]],
    });
    const { claims } = await prove(
      {
        keys: [{ arn: the.KEY, policy: letsIn("kms:Decrypt") }],
        secrets: [the.SECRET, the.OTHER_SECRET].map((arn) => ({
          arn,
          key: the.KEY,
          policy: letsIn("secretsmanager:GetSecretValue"),
        })),
        organization: {
          id: "o-a1b2c3d4e5",
          serviceControlPolicies: [
            inForce(the.OWNER, denied("secretsmanager:*")),
            inForce(the.PARTNER, denied("secretsmanager:*", the.SECRET)),
          ],
        },
      },
      { claims: ["read-exclusive"] },
    );
    assert.deepStrictEqual(
      claims.map(({ result }) => result),
      ["proved", "refuted"],
    );
  });
});
