import { deepStrictEqual, match } from "node:assert";

import type { Gap } from "../../../proof/gaps/gap";
import {
  type AccountIdentities,
  understoodIdentities,
  understoodReaders,
} from "../../../proof/identities/understood-identities";
import { allow, deny, document } from "../cross-account-documents";

const ARN = "arn:aws:iam::222222222222:role/batch";
const USER = "arn:aws:iam::222222222222:user/auditor";
const GROUP = "arn:aws:iam::222222222222:group/auditors";
const READS = document(allow({ Action: "secretsmanager:*", Resource: "*" }));
const ODD = { StrEquals: { a: "b" } };

const understood = (more: Partial<AccountIdentities>) =>
  understoodIdentities({ roles: [], users: [], groups: [], ...more });

const opened = (gaps: Gap[]) => gaps.map(({ open }) => ["arn" in open && open.arn, open.kind]);

describe("understoodIdentities", () => {
  it("keeps every document whole that it understands", () => {
    const other = document(allow({ Action: ["s3:*", "kms:Encrypt"], Resource: "*" }));
    const role = {
      arn: ARN,
      trust: document(),
      policies: [other, READS],
      permissionsBoundary: READS,
    };
    const group = { arn: GROUP, policies: [other] };
    const user = { arn: USER, policies: [other], groups: [GROUP], permissionsBoundary: other };
    deepStrictEqual(understood({ roles: [role], users: [user], groups: [group] }), {
      roles: [role],
      users: [user],
      groups: [group],
      gaps: [],
    });
  });

  const kept: [string, unknown][] = [
    ["a read by its name, in any case", allow({ Action: "SecretsManager:getSecretValue" })],
    ["a pattern over a read", allow({ Action: ["s3:*", "kms:De??ypt"] })],
    ["everything", allow({ Action: "*" })],
    ["a denial of a read", deny({ Action: "ssm:Get*" })],
    ["an exception from everything", allow({ NotAction: "s3:*" })],
    ["each way to read a parameter", allow({ Action: "ssm:GetParametersByPath" })],
    ["the history of a parameter", allow({ Action: "ssm:GetParameterHistory" })],
    ["becoming another role", allow({ Action: "sts:AssumeRole" })],
    ["becoming another role for a provider", allow({ Action: "sts:*WebIdentity" })],
  ];
  for (const [title, statement] of kept) {
    it(`leaves open what a role may do that it does not understand: ${title}`, () => {
      const odd = document({ ...(statement as object), Resource: "*", Condition: ODD });
      const { gaps, roles, users } = understood({
        roles: [{ arn: ARN, policies: [odd] }],
        users: [{ arn: USER, policies: [], permissionsBoundary: odd }],
      });
      deepStrictEqual([roles, users], [[], []]);
      deepStrictEqual(opened(gaps), [
        [ARN, "rights"],
        [USER, "rights"],
      ]);
      match(gaps[0]?.reason ?? "", /^what may be done by \S+ is not understood: .*StrEquals/);
    });
  }

  it("leaves open what the users of a group may do that it does not understand", () => {
    const odd = document(allow({ Action: "ssm:Get*", Resource: "*", Condition: ODD }));
    const inGroup = { arn: USER, policies: [READS], groups: [GROUP] };
    const another = { arn: `${USER}-2`, policies: [] };
    const { gaps, groups, users } = understood({
      users: [inGroup, another],
      groups: [{ arn: GROUP, policies: [odd] }],
    });
    deepStrictEqual([groups, users.map(({ arn }) => arn)], [[], [another.arn]]);
    deepStrictEqual(opened(gaps), [[USER, "rights"]]);
  });

  it("leaves out statements that it does not understand where no read depends on them", () => {
    const read = allow({ Action: "ssm:GetParameter", Resource: "*" });
    const odd = allow({ Action: ["s3:*", "secretsmanager:List*"], Resource: "*", Condition: ODD });
    const { gaps, roles } = understood({
      roles: [{ arn: ARN, trust: document(), policies: [document(odd, read)] }],
    });
    deepStrictEqual(gaps, []);
    deepStrictEqual(roles[0]?.policies, [document(read)]);
  });

  it("takes anyone to become a role whose trust policy it does not understand, and says so", () => {
    const trust = document(allow({ Principal: "*", Action: "sts:AssumeRole", Condition: ODD }));
    const { gaps, roles } = understood({
      roles: [{ arn: ARN, trust, policies: [READS] }],
    });
    deepStrictEqual([roles[0]?.trust, roles[0]?.policies], [null, [READS]]);
    deepStrictEqual(opened(gaps), [[ARN, "trust"]]);
  });
});

describe("understoodReaders", () => {
  const others = document(allow({ Action: "s3:*", Resource: "*" }));
  const odd = document(allow({ Action: "s3:*", Resource: "*", Condition: ODD }));
  const whole = { arn: ARN, trust: document(), policies: [READS], permissionsBoundary: others };

  it("keeps every document that it understands", () => {
    deepStrictEqual(understoodReaders([whole]), { roles: [whole], gaps: [] });
  });

  it("leaves out what it does not understand, and says so, also where no read depends on it", () => {
    const { gaps, roles } = understoodReaders([
      { ...whole, policies: [odd, READS] },
      { ...whole, permissionsBoundary: odd },
      { ...whole, trust: odd },
    ]);
    deepStrictEqual(roles, [
      whole,
      { ...whole, permissionsBoundary: null },
      { ...whole, trust: null },
    ]);
    deepStrictEqual(opened(gaps), [
      [ARN, "rights"],
      [ARN, "rights"],
      [ARN, "trust"],
    ]);
  });
});
