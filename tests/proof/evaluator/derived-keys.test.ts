import assert from "node:assert";
import {
  type AccessRequest,
  AccessRequestError,
  evaluateRequest,
  type RequestPrincipal,
} from "../../../proof";
import { allowAll, decide, KEY_ARN, OTHER, OWN, policy, request, session, user } from "../support";

const PATH_ROLE = `arn:aws:iam::${OWN}:role/pods/app`;
const IN_ORGANIZATION: RequestPrincipal = {
  kind: "session",
  roleArn: PATH_ROLE,
  tags: { Team: "red" },
  organizationId: "o-one",
};
const SERVICE: RequestPrincipal = { kind: "service", service: "pods.eks.amazonaws.com" };
const FRED: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:sts::${OWN}:federated-user/fred`,
};

const WEB: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
};

/** Whether a key has this value in a request. A policy for everyone tests it. */
function has(asked: AccessRequest, key: string, value: string | undefined): boolean {
  const Condition =
    value === undefined ? { Null: { [key]: "true" } } : { StringEquals: { [key]: value } };
  const resource = policy("resource", { ...allowAll("*"), Condition });
  const identity = [policy("identity", allowAll())];
  return decide({ identity, resource, resourceKind: "key" }, asked) === "allowed";
}

describe("condition keys that follow from a request", () => {
  const rows: [principal: RequestPrincipal, key: string, value: string | undefined][] = [
    [IN_ORGANIZATION, "aws:PrincipalArn", PATH_ROLE],
    [IN_ORGANIZATION, "aws:PrincipalAccount", OWN],
    [IN_ORGANIZATION, "aws:PrincipalOrgID", "o-one"],
    [IN_ORGANIZATION, "aws:PrincipalTag/team", "red"],
    [IN_ORGANIZATION, "aws:PrincipalTag/other", undefined],
    [IN_ORGANIZATION, "aws:PrincipalType", "AssumedRole"],
    [IN_ORGANIZATION, "aws:PrincipalIsAWSService", "false"],
    [IN_ORGANIZATION, "aws:PrincipalServiceName", undefined],
    [IN_ORGANIZATION, "aws:username", undefined],
    [IN_ORGANIZATION, "aws:SourceAccount", undefined],
    [IN_ORGANIZATION, "aws:SecureTransport", "true"],
    [IN_ORGANIZATION, "aws:ResourceAccount", OWN],
    [IN_ORGANIZATION, "aws:RequestedRegion", "us-east-1"],
    [session(OWN), "aws:PrincipalOrgID", undefined],
    [user(OWN), "aws:PrincipalArn", `arn:aws:iam::${OWN}:user/alice`],
    [user(OWN), "aws:username", "alice"],
    [user(OWN), "aws:PrincipalType", "User"],
    [{ kind: "root", account: OWN }, "aws:PrincipalArn", `arn:aws:iam::${OWN}:root`],
    [{ kind: "root", account: OWN }, "aws:PrincipalType", "Account"],
    [{ kind: "root", account: OWN }, "aws:userid", OWN],
    [FRED, "aws:userid", `${OWN}:fred`],
    [{ ...FRED, organizationId: "o-one" }, "aws:PrincipalOrgID", "o-one"],
    [{ ...WEB, organizationId: "o-one" }, "aws:PrincipalOrgID", undefined],
    [FRED, "aws:username", undefined],
    [WEB, "aws:PrincipalArn", undefined],
    [WEB, "aws:PrincipalAccount", undefined],
    [SERVICE, "aws:PrincipalArn", undefined],
    [SERVICE, "aws:PrincipalAccount", undefined],
    [SERVICE, "aws:PrincipalIsAWSService", "true"],
    [SERVICE, "aws:PrincipalServiceName", "pods.eks.amazonaws.com"],
    [SERVICE, "aws:PrincipalServiceNamesList", "pods.eks.amazonaws.com"],
    [SERVICE, "aws:PrincipalType", undefined],
    [{ kind: "anonymous" }, "aws:PrincipalArn", undefined],
    [{ kind: "anonymous" }, "aws:PrincipalIsAWSService", undefined],
    [{ kind: "anonymous" }, "aws:PrincipalType", "Anonymous"],
  ];
  for (const [principal, key, value] of rows) {
    it(`${key} of ${principal.kind} is ${value ?? "missing"}`, () => {
      assert.ok(has(request(principal), key, value));
      if (value !== undefined) assert.ok(!has(request(principal), key, `${value}x`));
    });
  }

  it("name the caller's account to KMS alone", () => {
    const decrypt = { action: "KMS:Decrypt", resource: KEY_ARN };
    assert.ok(has(request(session(OTHER), decrypt), "kms:CallerAccount", OTHER));
    assert.ok(has(request(session(OTHER)), "kms:CallerAccount", undefined));
    assert.ok(has(request(SERVICE, decrypt), "kms:CallerAccount", undefined));
  });

  it("spell the tags of a resource in the service's own way as well", () => {
    const asked = request(session(OWN), { resourceTags: { Env: "prod" } });
    assert.ok(has(asked, "aws:ResourceTag/env", "prod"));
    assert.ok(has(asked, "secretsmanager:ResourceTag/env", "prod"));
    assert.ok(has(asked, "ssm:resourceTag/env", undefined));
    const key = { action: "kms:Decrypt", resource: KEY_ARN, resourceTags: { Env: "prod" } };
    assert.ok(has(request(session(OWN), key), "aws:ResourceTag/env", "prod"));
  });

  it("list the keys of request tags and of encryption contexts", () => {
    const encryption = { "kms:EncryptionContext:aws:s3:arn": "2" };
    const use = request(session(OWN), { action: "kms:Encrypt", context: encryption });
    assert.ok(has(use, "kms:EncryptionContextKeys", "aws:s3:arn"));
    const action = "secretsmanager:TagResource";
    const context = { "aws:RequestTag/a": "1" };
    const asked = request(session(OWN), { action, context });
    assert.ok(has(asked, "aws:TagKeys", "a"));
    const both = { ...context, "aws:TagKeys": ["a", "b"] };
    const said = request(session(OWN), { action, context: both });
    assert.ok(has(said, "aws:TagKeys", "b"));
  });

  it("take the transport and the region that the request says", () => {
    const context = { "aws:SecureTransport": "false", "aws:RequestedRegion": "eu-west-1" };
    const asked = request(session(OWN), { context });
    assert.ok(has(asked, "aws:SecureTransport", "false"));
    assert.ok(has(asked, "aws:RequestedRegion", "eu-west-1"));
  });

  it("take the resource's account from its ARN, the request, or the caller", () => {
    const bucket = { action: "s3:GetObject", resource: "arn:aws:s3:::bucket/a" };
    assert.ok(has(request(session(OTHER), bucket), "aws:ResourceAccount", OTHER));
    const said = { ...bucket, resourceAccount: OWN };
    assert.ok(has(request(session(OTHER), said), "aws:ResourceAccount", OWN));
    assert.ok(has(request(session(OTHER)), "aws:ResourceAccount", OWN));
  });

  it("are a user's last name where it has a path", () => {
    const principal: RequestPrincipal = { kind: "user", arn: `arn:aws:iam::${OWN}:user/a/b/c` };
    assert.ok(has(request(principal), "aws:username", "c"));
  });

  const refusals: Record<string, AccessRequest> = {
    'no condition key of a request has such a name, got "kms:EncryptionContext:"': request(
      session(OWN),
      { context: { "kms:EncryptionContext:": "x" } },
    ),
    "a request for secretsmanager:GetSecretValue must come without the condition key S3:prefix, which AWS documents for other actions only":
      request(session(OWN), { context: { "S3:prefix": "x" } }),
    "a request for secretsmanager:GetSecretValue must come without the condition key aws:RequestTag/team, which AWS documents for other actions only":
      request(session(OWN), { context: { "aws:RequestTag/team": "x" } }),
    [`aws:principalarn must be "arn:aws:iam::${OWN}:role/app" in this request, got "arn:aws:iam::1:role/x"; it follows from the principal and the resource`]:
      request(session(OWN), { context: { "aws:principalarn": "arn:aws:iam::1:role/x" } }),
    [`aws:userid must be "${OWN}:fred" in this request, got "x"; it follows from the principal and the resource`]:
      request(FRED, { context: { "aws:userid": "x" } }),
    'tag keys of a principal must differ in more than case, got "Team" twice': request(
      session(OWN, { team: "a", Team: "b" }),
    ),
    [`the principal must have the ARN of a role, got "arn:aws:iam::${OWN}:user/x"`]: request({
      kind: "session",
      roleArn: `arn:aws:iam::${OWN}:user/x`,
    }),
    [`the principal must have the ARN of a role, got "arn:aws:sts::${OWN}:assumed-role/app/one"`]:
      request({ kind: "session", roleArn: `arn:aws:sts::${OWN}:assumed-role/app/one` }),
    [`the principal must have the ARN of a role, got "arn:aws:sts::${OWN}:role/app"`]: request({
      kind: "session",
      roleArn: `arn:aws:sts::${OWN}:role/app`,
    }),
    [`resourceAccount must be ${OWN}, as the resource's ARN says, got ${OTHER}`]: request(
      session(OWN),
      { resource: KEY_ARN, resourceAccount: OTHER },
    ),
    'principal.kind must be session, user, root, service, federated or anonymous, got "group"':
      request(JSON.parse('{"kind":"group"}')),
  };
  for (const [message, asked] of Object.entries(refusals)) {
    it(`rejects: ${message}`, () => {
      assert.throws(
        () => evaluateRequest({}, asked),
        (error) => {
          assert.ok(error instanceof AccessRequestError);
          assert.strictEqual(error.message, message);
          return true;
        },
      );
    });
  }

  it("accept a key that follows where the request says the same", () => {
    const context = { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/app` };
    assert.doesNotThrow(() => evaluateRequest({}, request(session(OWN), { context })));
  });
});
