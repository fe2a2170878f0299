import fc from "fast-check";
import type { AccessRequest, PolicyKind, RawPolicy } from "../../proof";
import type { AccessDocuments } from "../../sdk/access";
import { document, KEY_ARN, RESOURCES, ROLES, USERS } from "../proof/prover/random-policies";
import { carriedBy, request } from "../proof/prover/random-requests";
import { OTHER, OWN, SECRET_ARN } from "../proof/support";

/** A set of documents, the caller's session policies, and requests to ask about. */
export interface Case {
  documents: AccessDocuments;
  sessionPolicies: RawPolicy[];
  requests: AccessRequest[];
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const written = (kind: PolicyKind) =>
  acceptedDocument(document(kind), kind) as fc.Arbitrary<RawPolicy>;
const some = (kind: PolicyKind) => fc.array(written(kind), { maxLength: 2 });
const tags = optional(
  fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("a", "ab", "A", "", "x*")),
);

const GROUP = `arn:aws:iam::${OWN}:group/readers`;
const PARAMETER = `arn:aws:ssm:us-east-1:${OWN}:parameter/a`;
const ORGANIZATION = `arn:aws:organizations::${OWN}:organization/o-1`;
const SERVICE_LINKED = `arn:aws:iam::${OWN}:role/aws-service-role/x.amazonaws.com/app`;

const roles = [...ROLES, SERVICE_LINKED].map((arn) =>
  fc.record({
    arn: fc.constant(arn),
    tags,
    trust: optional(written("trust")),
    policies: some("identity"),
    // Kept policies give no rights.
    keptPolicies: optional(some("identity")),
    permissionsBoundary: optional(written("boundary")),
  }),
);
const users = USERS.map((arn) =>
  fc.record({
    arn: fc.constant(arn),
    tags,
    policies: some("identity"),
    groups: fc.subarray([GROUP]),
    permissionsBoundary: optional(written("boundary")),
  }),
);
const levels = (kind: "scp" | "rcp") =>
  fc.array(fc.array(written(kind), { minLength: 1, maxLength: 2 }), { maxLength: 2 });
const control = (kind: "scp" | "rcp") =>
  fc
    .subarray([OWN, OTHER])
    .chain((accounts) =>
      fc.tuple(
        ...accounts.map((account) =>
          fc.record({ account: fc.constant(account), levels: levels(kind) }),
        ),
      ),
    );

const pairs = fc.dictionary(fc.constantFrom("SecretARN", "secretarn"), fc.constantFrom("a", "A"), {
  maxKeys: 1,
});
/** A grant has at most one constraint on the encryption context. */
const constraint = fc.oneof(
  fc.constant({}),
  fc.record({ encryptionContextSubset: pairs }),
  fc.record({ encryptionContextEquals: pairs }),
);
const grants = fc.array(
  fc
    .record({
      grantee: fc.constantFrom(
        ...[...ROLES, ...USERS, SERVICE_LINKED, `arn:aws:iam::${OWN}:root`],
        ...[`arn:aws:sts::${OWN}:assumed-role/app/one`, "lambda.amazonaws.com"],
      ),
      operations: fc.subarray(["Decrypt", "Encrypt"], { minLength: 1 }),
      constraint,
    })
    .map(({ constraint: one, ...rest }) => ({ ...rest, ...one })),
  { minLength: 1, maxLength: 2 },
);

const vpcEndpoints = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom("vpce-1", "vpce-2"),
      leadsTo: fc.constantFrom(
        ...["us-east-1.secretsmanager", "us-east-1.secretsmanager", "us-east-1.kms"],
        ...["us-east-1.sts", "us-east-1.kms-fips", "us-east-1.ssm", "eu-west-1.secretsmanager"],
      ),
      vpc: fc.constantFrom(null, "a"),
      policy: optional(written("resource")),
    })
    .map(({ id, leadsTo, ...rest }) => ({
      arn: `arn:aws:ec2:us-east-1:${OTHER}:vpc-endpoint/${id}`,
      service: `com.amazonaws.${leadsTo}`,
      ...rest,
    })),
  { selector: ({ arn }) => arn, maxLength: 2 },
);

const documents: fc.Arbitrary<AccessDocuments> = fc.record({
  administrators: fc.subarray(
    [...ROLES, ...USERS, ...ROLES.map((role) => ({ role, from: [OTHER] }))],
    { maxLength: 1 },
  ),
  organization: optional(
    fc.record({
      id: fc.constantFrom("o-1", null),
      managementAccount: fc.constantFrom(OWN, OTHER, null, null, null),
      serviceControlPolicies: control("scp"),
      resourceControlPolicies: control("rcp"),
    }),
  ),
  secrets: fc.tuple(
    fc.record({ arn: fc.constant(SECRET_ARN), tags, policy: optional(written("resource")) }),
  ),
  keys: fc.tuple(
    fc.record({
      arn: fc.constant(KEY_ARN),
      tags,
      policy: written("key"),
      grants: optional(grants),
    }),
  ),
  parameters: fc.tuple(
    fc.record({
      arn: fc.constant(PARAMETER),
      tags,
      sharedWith: fc.subarray([OTHER, ...ROLES, USERS[1] ?? "", ORGANIZATION], { maxLength: 2 }),
    }),
  ),
  roles: fc
    .subarray(roles)
    .chain((known) => fc.tuple(...known) as fc.Arbitrary<NonNullable<AccessDocuments["roles"]>>),
  users: fc
    .subarray(users)
    .chain((known) => fc.tuple(...known) as fc.Arbitrary<NonNullable<AccessDocuments["users"]>>),
  vpcEndpoints,
  groups: fc.record({ arn: fc.constant(GROUP), policies: some("identity") }).map((one) => [one]),
});

/** The actions for a resource, by its service. */
const ACTIONS_ON: Record<string, string[]> = {
  secretsmanager: ["secretsmanager:GetSecretValue", "SecretsManager:getSecretValue"].concat([
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
  ]),
  kms: ["kms:Decrypt", "kms:Decrypt", "kms:Encrypt"],
  iam: ["sts:AssumeRole", "sts:AssumeRole", "sts:TagSession"],
  s3: ["s3:GetObject"],
  ssm: ["ssm:GetParameter"],
};
const MANAGED_KEY = `arn:aws:kms:us-east-1:${OWN}:key/aws/secretsmanager`;
const asked = fc
  .record({
    request,
    tagged: fc.boolean(),
    way: fc.constantFrom(undefined, undefined, "vpce-1", "vpce-2", "vpce-3"),
    resource: fc.constantFrom(...RESOURCES, SECRET_ARN, KEY_ARN, MANAGED_KEY, PARAMETER),
  })
  .chain((drawn) =>
    fc.record({
      drawn: fc.constant(drawn),
      action: fc.constantFrom(...(ACTIONS_ON[drawn.resource.split(":")[2] ?? ""] ?? [])),
    }),
  )
  .map(({ action, drawn: { request: drawn, resource, tagged, way } }): AccessRequest => {
    const { resourceAccount: _, resourceTags, ...rest } = drawn;
    const own = ownKeys(carriedBy(action, rest.context ?? {}));
    return {
      ...rest,
      action,
      resource,
      context: way ? through(way, own) : own,
      ...(!resource.split(":")[4] && { resourceAccount: OWN }),
      ...(tagged && { resourceTags }),
    };
  });

/** Leaves out the keys of the encryption context, because they follow from its pairs. */
function ownKeys({ "kms:EncryptionContextKeys": _, ...rest }: Record<string, string | string[]>) {
  return rest;
}

/** A caller that uses an endpoint comes from the endpoint's VPC, which the documents may know. */
function through(
  id: string,
  { "aws:SourceVpc": _, ...rest }: Record<string, string | string[]>,
): Record<string, string | string[]> {
  return { ...rest, "aws:SourceVpce": id };
}

/** Callers whose credentials may have session policies. */
const mayHaveSessionPolicies = ({ principal }: AccessRequest) =>
  principal.kind === "session" ||
  (principal.kind === "federated" && principal.provider === undefined);

/** Draws cases over the whole grammar. Each has this many requests. */
export function randomCases(requests: number): fc.Arbitrary<Case> {
  return fc
    .record({
      documents,
      sessionPolicies: fc.array(written("session"), { maxLength: 1 }),
      requests: fc.array(asked, { minLength: requests, maxLength: requests }),
    })
    .map((drawn) =>
      drawn.sessionPolicies.length === 0
        ? drawn
        : { ...drawn, requests: drawn.requests.filter(mayHaveSessionPolicies) },
    );
}

type Statement = Record<string, unknown>;

/** Documents that AWS accepts. In resource control policies, only AWS itself may write "Allow". */
function acceptedDocument(document: fc.Arbitrary<object>, kind: PolicyKind): fc.Arbitrary<object> {
  if (kind !== "rcp") return document;
  return document.map((one) => {
    const { Statement } = one as { Statement: Statement[] };
    return { ...one, Statement: Statement.map((each) => ({ ...each, Effect: "Deny" })) };
  });
}
