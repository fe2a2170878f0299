import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { type AccessRequest, evaluateRequest, OPENING_ACTIONS } from "../../../../proof";
import { ACTIONS_OF_READS } from "../../../../proof/evaluator/reads";
import { HARMLESS_ACTIONS } from "../../../../proof/prover/claims/kept-rights";
import { type AccessDocuments, prove } from "../../pods";
import { allow, deny } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, policy, readPolicy } from "../deployments/deployment";

const BUCKET = "arn:aws:s3:::reports/*";
const LOGS = policy(allow("logs:PutLogEvents"));

/** The reader's role with further policies. Some of them are declared as kept. */
function keeping(held: object[], kept: object[] = held): AccessDocuments {
  const documents = oneReader({ policies: [readPolicy(the.SECRET), ...held] });
  const [role, ...others] = documents.roles ?? [];
  return { ...documents, roles: role && [{ ...role, keptPolicies: kept }, ...others] };
}

async function contained(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["role-contained"] });
  return claims.find(({ subject }) => subject === the.ROLE);
}

/** The request that the claim finds beyond what was declared. Undefined if the claim is proved. */
async function refutedBy(documents: AccessDocuments) {
  const found = await contained(documents);
  if (found?.result === "proved") return undefined;
  const { request, summary } = found?.counterexample ?? {};
  return [request?.action, /a policy that the role keeps/.test(summary ?? "")];
}

const condition = { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } };
const somePolicies = fc.array(
  fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Deny"),
      names: fc.constantFrom("Action", "Action", "Action", "NotAction"),
      actions: fc.subarray(
        [
          "logs:PutLogEvents",
          "s3:GetObject",
          "s3:Get*",
          "s3:PutObject",
          "sqs:*",
          "SQS:sendmessage",
        ],
        { minLength: 1, maxLength: 2 },
      ),
      Resource: fc.constantFrom("*", BUCKET, "arn:aws:s3:::reports/a"),
      isConditional: fc.boolean(),
    })
    .map(({ actions, isConditional, names, ...rest }) =>
      policy({ ...rest, [names]: actions, ...(isConditional && { Condition: condition }) }),
    ),
  { maxLength: 2 },
);

const contexts: NonNullable<AccessRequest["context"]>[] = [{}, { "aws:SourceVpc": "vpc-0a1b2c3d" }];
const actions = [
  "logs:PutLogEvents",
  "s3:GetObject",
  "s3:PutObject",
  "sqs:SendMessage",
  "iam:PassRole",
];
const requests = actions.flatMap((action) =>
  ["arn:aws:s3:::reports/a", "arn:aws:s3:::reports/b", "arn:aws:s3:::others/a"].flatMap(
    (resource) =>
      contexts.map(
        (context): AccessRequest => ({
          principal: { kind: "session", roleArn: the.ROLE, sessionName: "pod" },
          action,
          resource,
          resourceAccount: the.PARTNER,
          context,
        }),
      ),
  ),
);

/** Whether a role's policies allow a request that is not harmless, and that its kept policies do not allow. */
function isMore(held: object[], kept: object[], request: AccessRequest): boolean {
  const isHarmless = HARMLESS_ACTIONS.some(
    (one) => one.toLowerCase() === request.action.toLowerCase(),
  );
  return allows(held, request) && !(isHarmless && allows(kept, request));
}

function allows(policies: object[], request: AccessRequest): boolean {
  const identity = policies.map((document, index) => ({ name: `policy ${index}`, document }));
  const resource = { name: "bucket", document: OPEN };
  return evaluateRequest({ identity, resource }, request).decision === "allowed";
}

const OPEN = policy({
  Effect: "Allow",
  Principal: { AWS: the.ROLE.split(":")[4] },
  Action: "*",
  Resource: "*",
});

describe("role-contained, of policies that a role keeps", () => {
  it("is proved where they allow harmless actions alone, and says what these are", async () => {
    const reads = policy(allow(["s3:GetObject", "S3:listbucket"], BUCKET), deny("logs:*"));
    const { alsoAllowed, result } = (await contained(keeping([LOGS, reads]))) ?? {};
    deepStrictEqual(
      [result, alsoAllowed],
      ["proved", ["logs:PutLogEvents on *", `s3:GetObject, s3:ListBucket on ${BUCKET}`]],
    );
  });

  it("says nothing beside where nothing is kept", async () => {
    deepStrictEqual((await contained(oneReader()))?.alsoAllowed, undefined);
  });

  for (const action of [
    ...["secretsmanager:GetSecretValue", "secretsmanager:ListSecrets", "kms:Decrypt"],
    ...["ssm:GetParameter", "ssm:SendCommand", "iam:PassRole", "sts:AssumeRole", "s3:PutObject"],
    ...["kms:CreateGrant", "lambda:InvokeFunction", "lambda:UpdateFunctionCode"],
    ...["eks:CreatePodIdentityAssociation", "logs:PutSubscriptionFilter", "newservice:Anything"],
  ]) {
    it(`is refuted by ${action}, as the policy writes it, beside what is harmless`, async () => {
      const kept = policy(allow(["logs:PutLogEvents", action]));
      deepStrictEqual(await refutedBy(keeping([kept])), [action, true]);
    });
  }

  for (const wide of ["*", "s3:*", "logs:Put*"]) {
    it(`is refuted by ${wide}, of which not every action is known to be harmless`, async () => {
      strictEqual((await contained(keeping([policy(allow(wide))])))?.result, "refuted");
    });
  }

  it("is refuted by all actions but some", async () => {
    const kept = policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" });
    strictEqual((await contained(keeping([kept])))?.result, "refuted");
  });

  it("is refuted by what another policy of the role allows, harmless or not", async () => {
    const other = policy(allow("sqs:SendMessage"));
    deepStrictEqual(await refutedBy(keeping([LOGS, other], [LOGS])), ["sqs:SendMessage", false]);
  });

  it("is refuted where the policy that the role has is wider than the one that was declared", async () => {
    const onBucket = policy(allow("s3:GetObject", BUCKET));
    const everywhere = policy(allow("s3:GetObject"));
    deepStrictEqual(await refutedBy(keeping([everywhere], [onBucket])), ["s3:GetObject", false]);
    deepStrictEqual(await refutedBy(keeping([onBucket], [everywhere])), undefined);
  });

  it("is refuted where the declared policy denies what the role's does not", async () => {
    const wide = allow("s3:GetObject");
    const within = policy(wide, deny("s3:*", BUCKET));
    strictEqual((await contained(keeping([policy(wide)], [within])))?.result, "refuted");
    strictEqual((await contained(keeping([within])))?.result, "proved");
  });

  it("is refuted where the declared policy has a condition that the role's has not", async () => {
    const fromVpc = policy({
      ...allow("s3:GetObject"),
      Condition: { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } },
    });
    strictEqual(
      (await contained(keeping([policy(allow("s3:GetObject"))], [fromVpc])))?.result,
      "refuted",
    );
    strictEqual((await contained(keeping([fromVpc])))?.result, "proved");
  });

  it("tells kept policies of alike roles apart", async () => {
    const [one, two] = [keeping([LOGS]), keeping([LOGS], [])];
    const other = the.ROLE.replace(/[^/]*$/, "other");
    const pod = { ...the.BILLING, serviceAccount: "other" };
    const both = {
      ...one,
      roles: [...(one.roles ?? []), ...(two.roles ?? []).map((role) => ({ ...role, arn: other }))],
      associations: [...(one.associations ?? []), { ...pod, roleArn: other }],
      grants: [...(one.grants ?? []), { reader: pod, secret: the.SECRET }],
    };
    const { claims } = await prove(both, { claims: ["role-contained"] });
    deepStrictEqual(
      claims.map(({ result }) => result),
      ["proved", "refuted"],
    );
  });

  it("takes no action to be harmless that reads, changes who reads, or makes somebody another", () => {
    const known = [...OPENING_ACTIONS, ...ACTIONS_OF_READS].map((one) => one.toLowerCase());
    deepStrictEqual(
      HARMLESS_ACTIONS.filter(
        (one) =>
          known.includes(one.toLowerCase()) ||
          /^(secretsmanager|kms|ssm|iam|eks|eks-auth|lambda|cloudformation):/.test(one) ||
          (one.startsWith("sts:") && one !== "sts:GetCallerIdentity"),
      ),
      [],
    );
  });

  it("is proved only where no request is allowed but what was declared or kept and harmless", async () => {
    const found = new Set<string>();
    for (const [held, kept] of fc.sample(fc.tuple(somePolicies, somePolicies), {
      numRuns: 150,
      seed: 30,
    })) {
      const { counterexample, result = "none" } = (await contained(keeping(held, kept))) ?? {};
      const more = requests.filter((one) => isMore(held, kept, one));
      found.add(`${result}, ${more.length > 0 ? "more" : "no more"}`);
      if (counterexample) ok(isMore(held, kept, counterexample.request), JSON.stringify(held));
    }
    deepStrictEqual([...found].sort(), ["proved, no more", "refuted, more"]);
  });

  it("names the policy and what closes it", async () => {
    const found = await contained(keeping([LOGS, policy(allow("iam:PassRole"))]));
    const { document, fix, summary } = found?.counterexample ?? {};
    strictEqual(document, `identity policy 3 of ${the.ROLE}`);
    match(
      summary ?? "",
      /^a policy that the role keeps allows iam:PassRole on .*not known to be harmless/,
    );
    strictEqual(fix, "give this action to another role, or keep a policy without it");
  });
});
