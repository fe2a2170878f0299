import assert from "node:assert";

import { type AccessDocuments, prove } from "../pods";
import { allow, trusts } from "../statements";
import * as the from "./deployments/deployment";
import { oneReader, podTrust, policy, readPolicy, root, tagsOf } from "./deployments/deployment";

const ANOTHER_SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:another-AbCdEf";
const ANOTHER_KEY = "arn:aws:kms:us-east-1:222222222222:key/99999999-9999-9999-9999-999999999999";
const ANOTHER_ROLE = "arn:aws:iam::222222222222:role/another-role";

describe("counterexamples to role-contained", () => {
  const cases: [statement: object, request: [action: string, resource: string]][] = [
    [
      { Action: "secretsmanager:*", Resource: "*" },
      ["secretsmanager:PutSecretValue", ANOTHER_SECRET],
    ],
    [{ Action: "kms:Decrypt", Resource: "*" }, ["kms:Decrypt", ANOTHER_KEY]],
    [{ Action: "sts:AssumeRole", Resource: "*" }, ["sts:AssumeRole", ANOTHER_ROLE]],
    [{ Action: "secretsmanager:ListSecrets", Resource: "*" }, ["secretsmanager:ListSecrets", "*"]],
    [
      { Action: "*", Resource: "arn:aws:s3:::reports/*" },
      ["s3:GetObject", "arn:aws:s3:::reports/another"],
    ],
    [
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:*:*:secret:billing/*-??????",
      },
      [
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:222222222222:secret:billing/another-xxxxxx",
      ],
    ],
    [
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:us-east-1:222222222222:secret:reports/*",
      },
      [
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:222222222222:secret:reports/another-AbCdEf",
      ],
    ],
    [
      { Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:222222222222:key/*" },
      ["kms:Decrypt", ANOTHER_KEY],
    ],
    [
      { Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:222222222222:key/mrk-*" },
      [
        "kms:Decrypt",
        "arn:aws:kms:us-east-1:222222222222:key/mrk-99999999999999999999999999999999",
      ],
    ],
    [
      { Action: "secretsmanager:*", Resource: "arn:aws:secretsmanager:us-east-1:222222222222:*" },
      ["secretsmanager:PutSecretValue", the.SECRET],
    ],
  ];
  for (const [statement, request] of cases) {
    it(`ask for ${request.join(" on ")}`, async () => {
      const policies = [readPolicy(the.SECRET), policy({ Effect: "Allow", ...statement })];
      const { claims } = await prove(oneReader({ policies }), { claims: ["role-contained"] });
      const found = claims[0]?.counterexample?.request;
      assert.deepStrictEqual([found?.action, found?.resource], request);
    });
  }
});

describe("counterexamples to grant-available", () => {
  const everything = policy(allow("*"));
  const noKeys = policy(allow("secretsmanager:*"));
  const cases: Record<string, { documents: AccessDocuments; document: string; action: string }> = {
    "the boundary that leaves the key out": {
      documents: oneReader({ boundary: noKeys }),
      document: `permissions boundary of ${the.ROLE}`,
      action: "kms:Decrypt",
    },
    "the level of control policies that leaves the secret out": {
      documents: oneReader({
        more: {
          organization: {
            serviceControlPolicies: [
              { account: the.CLUSTER_ACCOUNT, levels: [[everything], [policy()]] },
            ],
          },
        },
      }),
      document: `service control policies at level 2 of account ${the.CLUSTER_ACCOUNT}`,
      action: "secretsmanager:GetSecretValue",
    },
    "the secret's policy that is not there": {
      documents: oneReader({ secretPolicy: null }),
      document: `resource policy of ${the.SECRET}`,
      action: "secretsmanager:GetSecretValue",
    },
    "the role's policies that leave the key out": {
      documents: oneReader({ policies: [readPolicy(the.SECRET, null)] }),
      document: `identity policies of ${the.ROLE}`,
      action: "kms:Decrypt",
    },
    "the trust that leaves out to tag": {
      documents: oneReader({
        trust: policy(
          trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole", {
            StringEquals: tagsOf("aws:RequestTag", the.BILLING),
          }),
        ),
      }),
      document: `trust policy of ${the.ROLE}`,
      action: "sts:TagSession",
    },
  };
  for (const [title, { documents, document, action }] of Object.entries(cases)) {
    it(`name ${title}`, async () => {
      const { claims } = await prove(documents, { claims: ["grant-available"] });
      const found = claims[0]?.counterexample;
      assert.deepStrictEqual(
        [found?.document, found?.statement, found?.request.action],
        [document, null, action],
      );
    });
  }
});

describe("counterexamples to role-unforgeable", () => {
  it("name the trust's statement where it leaves the role to its account", async () => {
    const trust = podTrust(the.BILLING) as { Statement: object[] };
    const Principal = root(the.CLUSTER_ACCOUNT);
    const open = { Sid: "BreakGlass", Effect: "Allow", Principal, Action: "sts:AssumeRole" };
    const documents = oneReader({ trust: { ...trust, Statement: [...trust.Statement, open] } });
    const { claims } = await prove(documents, { claims: ["role-unforgeable"] });
    const { document, statement } = claims[0]?.counterexample ?? {};
    assert.deepStrictEqual([document, statement], [`trust policy of ${the.ROLE}`, "BreakGlass"]);
  });

  const actions = [
    ["sts:AssumeRole", "the role may be assumed"],
    ["sts:TagSession", "a session of the role may be tagged"],
    ["sts:SetSourceIdentity", "a session of the role may be given a source identity"],
  ];
  for (const [Action = "", words] of actions) {
    it(`say of ${Action} that ${words}`, async () => {
      const open = trusts(root(the.CLUSTER_ACCOUNT), Action);
      const trust = policy(...podTrust(the.BILLING).Statement, open);
      const { claims } = await prove(oneReader({ trust }), { claims: ["role-unforgeable"] });
      const [said] = claims[0]?.counterexample?.summary.split(" by somebody") ?? [];
      assert.strictEqual(said, words);
    });
  }
});

describe("a grant of a secret whose key the documents lack", () => {
  it("is not available for want of the key, not of a statement", async () => {
    const documents = { ...oneReader(), keys: null };
    const { claims } = await prove(documents, { claims: ["grant-available"] });
    const { document, summary } = claims[0]?.counterexample ?? {};
    assert.deepStrictEqual(
      [document, summary?.includes(`the key ${the.KEY} is not in the documents`)],
      [`keys of account ${the.OWNER}`, true],
    );
  });
});

describe("a grant of a secret whose key is disabled", () => {
  it("is not available, and is read by nobody else for that", async () => {
    const whole = oneReader();
    const documents = { ...whole, keys: whole.keys?.map((key) => ({ ...key, disabled: true })) };
    const { claims } = await prove(documents, { claims: ["grant-available", "read-exclusive"] });
    assert.deepStrictEqual(
      claims.map(({ claim, counterexample, result }) => [claim, result, counterexample?.document]),
      [
        ["grant-available", "refuted", `keys of account ${the.OWNER}`],
        ["read-exclusive", "proved", undefined],
      ],
    );
  });
});
