import assert, { deepStrictEqual } from "node:assert";
import type { PrincipalKind } from "../../../../proof";
import { type AccessDocuments, mayRead, type PodSession, podSession } from "../../../../sdk/access";
import { POD_IDENTITY } from "../../../../sdk/access/pod-identity/kind";
import {
  ASSOCIATION,
  allow,
  CLUSTER,
  crossAccountDocuments,
  document,
  KEY,
  OTHER_ACCOUNT,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../../../proof/cross-account-documents";
import { PODS, type Reader } from "../../../proof/pods";

const TARGET = `arn:aws:iam::${OWNER_ACCOUNT}:role/target`;
const TAGS = {
  "eks-cluster-arn": CLUSTER,
  "eks-cluster-name": "ascp-podidentity",
  "kubernetes-namespace": "default",
  "kubernetes-pod-name": "pod",
  "kubernetes-pod-uid": "00000000-0000-0000-0000-000000000000",
  "kubernetes-service-account": "serviceaccount-b",
};

function refusal(documents: AccessDocuments, changed: object = {}): string {
  const answer = podSession(documents, { ...ASSOCIATION, ...changed });
  assert.ok(!answer.exists);
  return answer.reason;
}

describe("podSession", () => {
  it("carries the six tags of Pod Identity, and the role's of other names", () => {
    const documents = crossAccountDocuments();
    const [role] = documents.roles;
    assert.ok(role);
    role.tags = { team: "red", "Kubernetes-Namespace": "payments" };
    assert.deepStrictEqual(sessionIn(documents), {
      principal: { kind: "session", roleArn: ROLE, tags: { team: "red", ...TAGS } },
      sessionPolicies: [],
    });
    const answer = podSession(documents, ASSOCIATION, { podName: "p-1", podUid: "u-1" });
    assert.ok(answer.exists);
    assert.strictEqual(answer.session.principal.tags?.["kubernetes-pod-name"], "p-1");
    assert.strictEqual(answer.session.principal.tags?.["kubernetes-pod-uid"], "u-1");
    assert.strictEqual(answer.decisions.length, 2);
  });

  for (const [title, changed] of [
    ["another namespace", { namespace: "other" }],
    ["another service account", { serviceAccount: "serviceaccount-a" }],
    [
      "a cluster of the same name in another region",
      { clusterArn: CLUSTER.replace("us-east-1", "eu-west-1") },
    ],
    ["no session tags", { disableSessionTags: true }],
  ] as const) {
    it(`rejects ${title}, which the role does not trust`, () => {
      const reason = refusal(crossAccountDocuments(), changed);
      assert.match(reason, /^sts:AssumeRole on .* is denied: no statement of trust policy of /);
    });
  }

  it("has no tags but the role's own where the pod's token makes it, which the trust must name", () => {
    const issuer = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
    const provider = `arn:aws:iam::${READER_ACCOUNT}:oidc-provider/${issuer}`;
    const subject = "system:serviceaccount:default:serviceaccount-b";
    const webIdentity = { provider, subject, audience: "sts.amazonaws.com" };
    const trust = document(
      allow({
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: "sts.amazonaws.com" },
        },
      }),
    );
    const documents = crossAccountDocuments();
    const roles = documents.roles.map((role) => ({ ...role, trust, tags: { team: "red" } }));
    const principal = { kind: "session", roleArn: ROLE, tags: { team: "red" } };
    const session = sessionIn({ ...documents, roles }, { webIdentity });
    assert.deepStrictEqual(session, { principal, sessionPolicies: [] });
    const others: [object, RegExp][] = [
      [
        { ...webIdentity, subject: `${subject}-2` },
        /^sts:AssumeRoleWithWebIdentity on .* is denied/,
      ],
      [{ ...webIdentity, audience: "vault" }, /^sts:AssumeRoleWithWebIdentity on .* is denied/],
      [
        { ...webIdentity, provider: provider.replace(READER_ACCOUNT, OTHER_ACCOUNT) },
        /^webIdentity\.provider must be of the role's account/,
      ],
    ];
    for (const [changed, reason] of others) {
      assert.match(refusal({ ...documents, roles }, { webIdentity: changed }), reason);
    }
  });

  it("rejects a role that trusts to be assumed and not to be tagged", () => {
    const documents = crossAccountDocuments();
    const Principal = { Service: "pods.eks.amazonaws.com" };
    const trust = document(allow({ Principal, Action: "sts:AssumeRole" }));
    const roles = documents.roles.map((role) => ({ ...role, trust }));
    assert.match(refusal({ ...documents, roles }), /^sts:TagSession on /);
    const untagged = sessionIn({ ...documents, roles }, { disableSessionTags: true });
    assert.deepStrictEqual(untagged.principal.tags, {});
  });

  it("rejects a role of another account, one without documents, and a policy beside tags", () => {
    const documents = crossAccountDocuments();
    assert.strictEqual(
      refusal(documents, { clusterArn: CLUSTER.replace(READER_ACCOUNT, OTHER_ACCOUNT) }),
      `roleArn must be a role of the cluster's account ${OTHER_ACCOUNT}, got ${ROLE}`,
    );
    assert.match(refusal(documents, { roleArn: `${ROLE}-2` }), /no statement of the trust policy/);
    assert.strictEqual(
      refusal(documents, { policy: document() }),
      "policy must come with disableSessionTags: AWS refuses a session policy beside tags",
    );
    assert.strictEqual(
      refusal(documents, { clusterArn: "x" }),
      'clusterArn must be an ARN, got "x"',
    );
  });

  it("tells the trust policy the source's account, cluster and organization", () => {
    const documents = crossAccountDocuments();
    const trusting = (StringEquals: object) => ({
      ...documents,
      roles: [
        {
          arn: ROLE,
          trust: document(
            allow({
              Principal: { Service: "pods.eks.amazonaws.com" },
              Action: ["sts:AssumeRole", "sts:TagSession"],
              Condition: { StringEquals },
            }),
          ),
        },
      ],
    });
    sessionIn(
      trusting({
        "aws:SourceAccount": READER_ACCOUNT,
        "aws:SourceArn": CLUSTER,
        "aws:SourceOrgID": "o-exampleorg",
        "aws:ResourceOrgID": "o-exampleorg",
        "aws:TagKeys": "kubernetes-pod-uid",
        "sts:TransitiveTagKeys": "kubernetes-namespace",
      }),
    );
    refusal(trusting({ "aws:SourceAccount": OWNER_ACCOUNT }));
    refusal(trusting({ "aws:SourceArn": `${CLUSTER}2` }));
    refusal(trusting({ "aws:SourceOrgID": "o-other" }));
  });

  // EKS User Guide, pod-id-assign-target-role.
  const trustOfTarget = (Condition: object) =>
    document(
      allow({
        Principal: { AWS: `arn:aws:iam::${READER_ACCOUNT}:root` },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { ArnEquals: { "aws:PrincipalArn": ROLE }, ...Condition },
      }),
    );
  const chained = (Condition: object, changed: object = {}) => {
    const documents = crossAccountDocuments();
    const [role] = documents.roles;
    assert.ok(role);
    const assume = document(
      allow({ Action: ["sts:AssumeRole", "sts:TagSession"], Resource: TARGET }),
    );
    const target = {
      arn: TARGET,
      tags: { owner: "b" },
      trust: trustOfTarget(Condition),
      policies: [
        document(
          allow({ Action: "secretsmanager:GetSecretValue", Resource: SECRET }),
          allow({ Action: "kms:Decrypt", Resource: KEY }),
        ),
      ],
    };
    return { ...documents, roles: [{ ...role, policies: [assume], ...changed }, target] };
  };

  it("goes on to the target role, with the tags that passed on", () => {
    const Condition = { StringEquals: { "aws:RequestTag/kubernetes-namespace": "default" } };
    const session = sessionIn(chained(Condition), { targetRoleArn: TARGET });
    assert.deepStrictEqual(session.principal, {
      kind: "session",
      roleArn: TARGET,
      tags: { owner: "b", ...TAGS },
    });
    assert.strictEqual(mayRead(chained(Condition), session, SECRET).decision, "allowed");
  });

  it("rejects a target role that trusts another namespace, or that the role may not assume", () => {
    const wrong = { StringEquals: { "aws:RequestTag/kubernetes-namespace": "other" } };
    assert.match(refusal(chained(wrong), { targetRoleArn: TARGET }), /role\/target is denied/);
    const powerless = chained({}, { policies: [] });
    assert.match(
      refusal(powerless, { targetRoleArn: TARGET }),
      /needs both sides, and no identity policy allows it$/,
    );
  });

  it("gives a target role the external id where tags are disabled", () => {
    const externalId = `us-east-1/${READER_ACCOUNT}/ascp-podidentity/default/serviceaccount-b`;
    const trust = document(
      allow({ Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" }),
    );
    const documents = (id: string) =>
      chained({ StringEquals: { "sts:ExternalId": id } }, { trust });
    const changed = { targetRoleArn: TARGET, disableSessionTags: true };
    const policy = document();
    const session = sessionIn(documents(externalId), { ...changed, policy });
    assert.deepStrictEqual(session.principal.tags, { owner: "b" });
    assert.strictEqual(session.sessionPolicies[0]?.document, policy);
    assert.strictEqual(mayRead(documents(externalId), session, SECRET).decision, "denied");
    const free = sessionIn(documents(externalId), changed);
    assert.strictEqual(mayRead(documents(externalId), free, SECRET).decision, "allowed");
    assert.match(refusal(documents("x"), changed), /role\/target is denied/);
    assert.match(refusal(documents(externalId), { targetRoleArn: TARGET }), /^sts:TagSession on /);
  });
});

describe("pods as a kind of principal", () => {
  it("make the same requests as those by which iam-proof is tested", () => {
    const reader = {
      clusterArn: "arn:aws:eks:eu-west-1:111111111111:cluster/shop",
      namespace: "orders",
      serviceAccount: "api",
    };
    const elsewhere = { ...reader, clusterArn: reader.clusterArn.replace("eu-west", "eu-north") };
    const arn = "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1";
    const ways = [{ arn }, { arn, clusters: [] }, { arn, clusters: [elsewhere.clusterArn] }];
    const roleArn = "arn:aws:iam::111111111111:role/orders";
    const associations = [
      undefined,
      { roleArn },
      { roleArn: roleArn.replace("111", "222") },
      { roleArn, policy: {} },
      { roleArn, policy: {}, disableSessionTags: true },
    ];
    const requests = ({ words, truth, ...kind }: PrincipalKind<Reader>) => ({
      ...kind,
      truth: truth.name,
      subject: words.subject(reader),
      externalId: kind.externalId(reader),
      mayCallThrough: ways.map((one) =>
        [reader, elsewhere].map((who) => kind.mayCallThrough(one, who)),
      ),
      obstacle: associations.map((one) => kind.obstacle(reader, one) !== undefined),
    });
    deepStrictEqual(requests(PODS), requests(POD_IDENTITY));
  });
});

/** The session of the reader's pod. Fails if the pod gets none. */
function sessionIn(documents: AccessDocuments, changed: object = {}): PodSession {
  const answer = podSession(documents, { ...ASSOCIATION, ...changed });
  assert.ok(answer.exists, answer.exists ? "" : answer.reason);
  return answer.session;
}
