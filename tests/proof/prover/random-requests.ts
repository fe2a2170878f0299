import fc from "fast-check";

import type { AccessRequest, RequestPrincipal } from "../../../proof";
import { mayCarry } from "../../../proof/domain/carried-keys";
import { OTHER, OWN } from "../support";
import {
  ACTIONS,
  ADDRESSES,
  DATES,
  FEDERATED_USERS,
  NUMBERS,
  PROVIDERS,
  RESOURCES,
  ROLES,
  SERVICES,
  TEXTS,
  USERS,
} from "./random-policies";

const tags = fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom(...TEXTS), {
  maxKeys: 2,
});
const organizationId = fc.option(fc.constantFrom("o-1", "o-2"), { nil: undefined });

const principal: fc.Arbitrary<RequestPrincipal> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        kind: fc.constant("session" as const),
        roleArn: fc.constantFrom(
          ...ROLES,
          `arn:aws:iam::${OWN}:role/aws-service-role/x.amazonaws.com/app`,
        ),
        sessionName: fc.constantFrom("one", "two"),
        tags,
        organizationId,
      },
      { requiredKeys: ["kind", "roleArn", "sessionName"] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { kind: fc.constant("user" as const), arn: fc.constantFrom(...USERS), tags, organizationId },
      { requiredKeys: ["kind", "arn"] },
    ),
  },
  fc.record(
    { kind: fc.constant("root" as const), account: fc.constantFrom(OWN, OTHER), organizationId },
    { requiredKeys: ["kind", "account"] },
  ),
  fc.record({
    kind: fc.constant("service" as const),
    service: fc.constantFrom(...SERVICES, "ec2.amazonaws.com"),
  }),
  fc
    .constantFrom(...PROVIDERS)
    .map((provider): RequestPrincipal => ({ kind: "federated", arn: provider, provider })),
  fc.tuple(fc.constantFrom(...FEDERATED_USERS), tags, organizationId).map(
    ([arn, given, member]): RequestPrincipal => ({
      ...{ kind: "federated", arn, tags: given },
      ...(member !== undefined && { organizationId: member }),
    }),
  ),
  fc.constant<RequestPrincipal>({ kind: "anonymous" }),
);

const anyText = fc.constantFrom(
  ...[...TEXTS, ...NUMBERS, ...ADDRESSES, ...DATES, ...ROLES, "true", "false", OWN],
);
const list = fc.array(fc.constantFrom(...TEXTS, "stage", "SecretARN"), { maxLength: 3 });
const chosen = fc.record(
  {
    "aws:RequestTag/stage": anyText,
    "aws:userid": anyText,
    "aws:SourceVpc": anyText,
    "aws:SourceIp": fc.oneof(fc.constantFrom(...ADDRESSES), anyText),
    "aws:CurrentTime": fc.oneof(fc.constantFrom(...DATES), anyText),
    "aws:MultiFactorAuthAge": fc.oneof(fc.constantFrom(...NUMBERS), anyText),
    "aws:MultiFactorAuthPresent": fc.constantFrom("true", "false"),
    "kms:ViaService": fc.oneof(fc.constantFrom(...SERVICES), anyText),
    "kms:EncryptionContext:SecretARN": anyText,
    "secretsmanager:VersionStage": anyText,
    "aws:CalledVia": list,
    "kms:EncryptionContextKeys": list,
    "aws:TagKeys": list,
    "iam:PassedToService": anyText,
    "s3:prefix": anyText,
    "ec2:RoleDelivery": anyText,
    "kms:ResourceTag/team": list,
    "example:Whatever": list,
    "example.com:sub": list,
    "example.com:aud": list,
    whatever: list,
  },
  { requiredKeys: [] },
);
const ofServices = fc.record(
  { "aws:SourceArn": anyText, "aws:SourceAccount": anyText },
  { requiredKeys: [] },
);

/** Leaves out keys that a request for the action cannot carry, because the evaluator refuses them. */
export function carriedBy(action: string, context: Record<string, string | string[]>) {
  return Object.fromEntries(
    Object.entries(context).filter(([key]) => mayCarry(action.toLowerCase(), key.toLowerCase())),
  );
}

/** Draws a request that does not contradict itself. */
export const request: fc.Arbitrary<AccessRequest> = fc
  .record({
    principal,
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES),
    resourceTags: tags,
    chosen,
    ofServices,
    region: fc.option(fc.constantFrom("us-east-1", "a"), { nil: undefined }),
  })
  .map(({ chosen: context, ofServices: sources, region, ...rest }) => {
    const isFree = rest.resource.split(":")[3] === "" && region !== undefined;
    const { "aws:userid": userId, ...others } = context;
    const hasUserId = ["session", "user"].includes(rest.principal.kind);
    return {
      ...rest,
      resourceAccount: rest.resource.split(":")[4] || OWN,
      context: {
        ...carriedBy(rest.action, others),
        ...(userId !== undefined && hasUserId && { "aws:userid": userId }),
        ...(rest.principal.kind === "service" && sources),
        ...(isFree && { "aws:RequestedRegion": region }),
      },
    };
  });
