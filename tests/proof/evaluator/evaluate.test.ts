import assert from "node:assert";
import type { RequestPrincipal } from "../../../proof";
import {
  allow,
  CLUSTER,
  crossAccountDocuments,
  deny,
  document,
  KEY,
  OTHER_ACCOUNT,
  OWNER_ACCOUNT,
  POD,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../cross-account-documents";
import { type AccessDocuments, evaluate } from "../pods";

const STRANGER: RequestPrincipal = {
  kind: "session",
  roleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/stranger`,
};
const OWNERS_USER: RequestPrincipal = {
  kind: "user",
  arn: `arn:aws:iam::${OWNER_ACCOUNT}:user/alice`,
};
const GET = { action: "secretsmanager:GetSecretValue", resource: SECRET };

function decision(documents: AccessDocuments, principal: RequestPrincipal, options = {}): string {
  return evaluate(documents, { ...GET, principal }, options).decision;
}

describe("evaluate", () => {
  it("lets the granted reader fetch its secret, and names both statements", () => {
    const answer = evaluate(crossAccountDocuments(), { ...GET, principal: POD });
    assert.strictEqual(answer.decision, "allowed");
    assert.deepStrictEqual(answer.decidedBy, {
      document: `resource policy of ${SECRET}`,
      index: 0,
      sid: "ReaderApplicationB",
    });
    assert.deepStrictEqual(
      answer.statements.map(({ document: name, matched }) => [name, matched]),
      [
        [`identity policy 1 of ${ROLE}`, true],
        [`identity policy 1 of ${ROLE}`, false],
        [`resource policy of ${SECRET}`, true],
        [`service control policy 1 at level 1 of account ${READER_ACCOUNT}`, true],
      ],
    );
  });

  for (const [title, tags] of [
    ["in another namespace", { "kubernetes-namespace": "other" }],
    ["of another service account", { "kubernetes-service-account": "serviceaccount-a" }],
    ["of another cluster", { "eks-cluster-arn": `${CLUSTER}2` }],
  ] as const) {
    it(`rejects the same role for a pod ${title}`, () => {
      const principal = { ...POD, tags: { ...POD.tags, ...tags } } as RequestPrincipal;
      assert.strictEqual(decision(crossAccountDocuments(), principal), "denied");
    });
  }

  it("rejects the role without session tags, and tags of the role stand in for them", () => {
    const untagged: RequestPrincipal = { kind: "session", roleArn: ROLE };
    assert.strictEqual(decision(crossAccountDocuments(), untagged), "denied");
    const documents = crossAccountDocuments();
    const [role] = documents.roles;
    assert.ok(role && POD.kind === "session");
    role.tags = { ...POD.tags };
    assert.strictEqual(decision(documents, untagged), "allowed");
  });

  it("rejects other roles, accounts, services and anonymous callers", () => {
    for (const principal of [
      { ...POD, roleArn: `${ROLE}-2` },
      { ...POD, roleArn: ROLE.replace("role/", "role/path/") },
      { ...POD, roleArn: ROLE.replace(READER_ACCOUNT, OTHER_ACCOUNT) },
      STRANGER,
      { kind: "root", account: READER_ACCOUNT },
      { kind: "service", service: "pods.eks.amazonaws.com" },
      { kind: "anonymous" },
    ] as RequestPrincipal[]) {
      assert.strictEqual(decision(crossAccountDocuments(), principal), "denied");
    }
  });

  it("takes principals of other accounts to be allowed everything there, unless told", () => {
    const documents = crossAccountDocuments();
    const open = document(allow({ Principal: "*", Action: "*", Resource: "*" }));
    const opened = { ...documents, secrets: [{ arn: SECRET, policy: open }] };
    assert.strictEqual(decision(opened, STRANGER), "allowed");
    assert.strictEqual(decision(opened, STRANGER, { othersAllowEverything: false }), "denied");
  });

  it("takes the owner's own principals to have no rights, unless told or named", () => {
    const documents = crossAccountDocuments();
    assert.strictEqual(decision(documents, OWNERS_USER), "denied");
    assert.strictEqual(
      decision(documents, OWNERS_USER, { ownerPrincipalsClosed: false }),
      "allowed",
    );
    const named = { ...documents, administrators: [`arn:aws:iam::${OWNER_ACCOUNT}:user/alice`] };
    assert.strictEqual(decision(named, OWNERS_USER), "allowed");
    assert.strictEqual(decision(documents, { kind: "root", account: OWNER_ACCOUNT }), "allowed");
  });

  it("holds the role to its boundary and the given session policies", () => {
    const documents = crossAccountDocuments();
    const [role] = documents.roles;
    assert.ok(role);
    const bounded = (boundary: object) => ({
      ...documents,
      roles: [{ ...role, permissionsBoundary: boundary }],
    });
    const everything = document(allow({ Action: "*", Resource: "*" }));
    assert.strictEqual(decision(bounded(document()), POD), "denied");
    assert.strictEqual(decision(bounded(everything), POD), "allowed");
    const sessionPolicies = [{ name: "session", document: document() }];
    assert.strictEqual(decision(documents, POD, { sessionPolicies }), "denied");
  });

  it("applies control policies by account, and none to the management account", () => {
    const documents = crossAccountDocuments();
    const full = document(allow({ Principal: "*", Action: "*", Resource: "*" }));
    const none = document(deny({ Principal: "*", Action: "*", Resource: "*" }));
    const with_ = (account: string, more: object = {}) => ({
      ...documents,
      organization: {
        ...documents.organization,
        resourceControlPolicies: [{ account, levels: [[full, none]] }],
        ...more,
      },
    });
    assert.strictEqual(decision(with_(READER_ACCOUNT), POD), "allowed");
    assert.strictEqual(decision(with_(OWNER_ACCOUNT), POD), "denied");
    const managed = { managementAccount: OWNER_ACCOUNT };
    assert.strictEqual(decision(with_(OWNER_ACCOUNT, managed), POD), "allowed");
    const stopped = { serviceControlPolicies: [{ account: READER_ACCOUNT, levels: [[]] }] };
    assert.strictEqual(decision(with_(READER_ACCOUNT, stopped), POD), "denied");
    const spared = { ...stopped, managementAccount: READER_ACCOUNT };
    assert.strictEqual(decision(with_(READER_ACCOUNT, spared), POD), "allowed");
  });

  it("counts the accounts of its documents, and no other, to the organization", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } };
    const everyone = document(allow({ Principal: "*", Action: "*", Resource: "*", Condition }));
    const documents = { ...crossAccountDocuments(), secrets: [{ arn: SECRET, policy: everyone }] };
    assert.strictEqual(decision(documents, POD), "allowed");
    assert.strictEqual(decision(documents, { kind: "root", account: READER_ACCOUNT }), "allowed");
    assert.strictEqual(decision(documents, STRANGER), "denied");
    const elsewhere = { ...STRANGER, organizationId: "o-another" } as RequestPrincipal;
    assert.strictEqual(decision(documents, elsewhere), "denied");
    const managed = { ...documents.organization, managementAccount: OTHER_ACCOUNT };
    assert.strictEqual(decision({ ...documents, organization: managed }, STRANGER), "allowed");
    const { id: _, ...unnamed } = documents.organization;
    assert.strictEqual(decision({ ...documents, organization: unnamed }, POD), "denied");
  });

  it("knows the organization and the tags of a resource", () => {
    const Condition = {
      StringEquals: {
        "aws:ResourceOrgID": "o-exampleorg",
        "secretsmanager:ResourceTag/kubernetes-namespace": "default",
      },
    };
    const policies = [document(allow({ Action: "*", Resource: "*", Condition }))];
    const documents = crossAccountDocuments();
    assert.strictEqual(
      decision({ ...documents, roles: [{ arn: ROLE, policies }] }, POD),
      "allowed",
    );
    const roles = [{ arn: ROLE, policies }];
    const secrets = documents.secrets.map((secret) => ({ ...secret, tags: null }));
    assert.strictEqual(decision({ ...documents, roles, secrets }, POD), "denied");
  });

  it("finds no policy for a secret or key that the documents do not hold", () => {
    for (const [action, resource] of [
      ["secretsmanager:GetSecretValue", `${SECRET}x`],
      ["kms:Decrypt", `${KEY}0`],
    ] as const) {
      const answer = evaluate(crossAccountDocuments(), { action, resource, principal: STRANGER });
      assert.strictEqual(answer.decision, "denied");
    }
  });

  it("rejects documents that name an ARN twice", () => {
    const secrets = [{ arn: SECRET }, { arn: SECRET }];
    assert.throws(() => decision({ secrets }, POD), {
      message: `the documents must name an ARN once in each list, got ${SECRET} twice`,
    });
  });

  it("takes lists that are null or absent as empty", () => {
    const nothing: AccessDocuments = { secrets: null, roles: null, keys: null, organization: null };
    assert.strictEqual(decision(nothing, POD), "denied");
    assert.strictEqual(decision({}, POD), "denied");
  });

  it("finds an ARN that was added to a list it has read", () => {
    const documents = crossAccountDocuments();
    const arn = SECRET.replace("secret-b", "secret-c");
    const asked = { ...GET, resource: arn, principal: STRANGER };
    assert.strictEqual(evaluate(documents, asked).decision, "denied");
    const open = document(allow({ Principal: "*", Action: "*", Resource: "*" }));
    const secrets: { arn: string; policy: object }[] = documents.secrets;
    secrets.push({ arn, policy: open });
    assert.strictEqual(evaluate(documents, asked).decision, "allowed");
  });

  it("names a document that two secrets share after the secret asked for", () => {
    const policy = document(allow({ Principal: "*", Action: "*", Resource: "*" }));
    const arns = [SECRET, `${SECRET}x`];
    const documents = { secrets: arns.map((arn) => ({ arn, policy })) };
    for (const resource of arns) {
      const answer = evaluate(documents, { ...GET, resource, principal: STRANGER });
      assert.strictEqual(answer.decidedBy?.document, `resource policy of ${resource}`);
    }
  });

  it("reads the trust policy for sts alone", () => {
    const documents = crossAccountDocuments();
    const identity = document(allow({ Action: "*", Resource: "*" }));
    const roles = documents.roles.map((role) => ({ ...role, policies: [identity] }));
    const of = (action: string) =>
      evaluate({ ...documents, roles }, { action, resource: ROLE, principal: POD }).decision;
    assert.strictEqual(of("iam:GetRole"), "allowed");
    assert.strictEqual(of("sts:AssumeRole"), "denied");
  });

  it("reads no identity policy for a service", () => {
    const principal: RequestPrincipal = { kind: "service", service: "lambda.amazonaws.com" };
    const { statements } = evaluate(crossAccountDocuments(), { ...GET, principal });
    assert.deepStrictEqual(
      statements.map(({ document: name }) => name),
      [`resource policy of ${SECRET}`],
    );
  });

  it("leaves resources of other accounts out of the organization", () => {
    const Condition = { StringEquals: { "aws:ResourceOrgID": "o-exampleorg" } };
    const policies = [document(allow({ Action: "*", Resource: "*", Condition }))];
    const documents = { ...crossAccountDocuments(), roles: [{ arn: ROLE, policies }] };
    const matches = (account: string) => {
      const resource = SECRET.replace(OWNER_ACCOUNT, account);
      const answer = evaluate(documents, { ...GET, resource, principal: POD });
      return answer.statements[0]?.matched;
    };
    assert.strictEqual(matches(OWNER_ACCOUNT), true);
    assert.strictEqual(matches(OTHER_ACCOUNT), false);
  });

  it("takes the root user to be of the resource's partition", () => {
    const Condition = {
      ArnEquals: { "aws:PrincipalArn": `arn:aws-cn:iam::${OWNER_ACCOUNT}:root` },
    };
    const policy = document(allow({ Principal: "*", Action: "*", Resource: "*", Condition }));
    const arn = SECRET.replace("arn:aws:", "arn:aws-cn:");
    const principal = { kind: "root", account: OWNER_ACCOUNT } as const;
    const answer = evaluate({ secrets: [{ arn, policy }] }, { ...GET, resource: arn, principal });
    assert.strictEqual(answer.statements[0]?.matched, true);
  });
});
