import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import type { Answer } from "../../../../cli/doctor/texts/diagnosis-shape";
import { diagnosisText } from "../../../../cli/verbs/doctor/text-words";

const READER = "arn:aws:sts::111111111111:assumed-role/orders/eks-shop-orders-5f7c-0a1b";
const NODE = "arn:aws:sts::111111111111:assumed-role/nodes/i-0123456789abcdef0";
const SECRET = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbCdEf";
const POLICY =
  "arn:aws:organizations::333333333333:policy/o-abcde12345/service_control_policy/p-1234abcd";

function denial(why: string, caller = READER, resource = SECRET): string {
  return `User: ${caller} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource}${why}`;
}

function lone(text: string): Answer {
  const { answers } = diagnose(text);
  deepStrictEqual(answers.length, 1, answers.map(({ id }) => id).join(" "));
  return answers[0] as Answer;
}

describe("a denial of AWS", () => {
  const allowed = {
    "identity-based policy": "EPS-450",
    "resource-based policy": "EPS-451",
    "permissions boundary": "EPS-452",
    "session policy": "EPS-453",
    "service control policy": "EPS-454",
    "resource control policy": "EPS-455",
    "VPC endpoint policy": "EPS-456",
  };
  for (const [type, id] of Object.entries(allowed)) {
    it(`because no ${type} allows it is ${id}, with action and resource`, () => {
      const why = ` because no ${type} allows the secretsmanager:GetSecretValue action`;
      const answer = lone(denial(why));
      strictEqual(answer.id, id);
      deepStrictEqual(answer.captures, {
        action: "secretsmanager:GetSecretValue",
        resource: SECRET,
      });
      strictEqual(lone(`AccessDenied${why}`).id, id);
    });
  }

  const denied = {
    "an identity-based policy": "EPS-457",
    "a resource-based policy": "EPS-458",
    "a permissions boundary": "EPS-459",
    "a session policy": "EPS-460",
    "a service control policy": "EPS-461",
    "a resource control policy": "EPS-462",
    "a VPC endpoint policy": "EPS-463",
  };
  for (const [type, id] of Object.entries(denied)) {
    it(`with an explicit deny in ${type} is ${id}, with and without the policy's ARN`, () => {
      const why = ` with an explicit deny in ${type}`;
      strictEqual(lone(denial(why)).id, id);
      deepStrictEqual(lone(denial(`${why}: ${POLICY}`)).captures, {
        action: "secretsmanager:GetSecretValue",
        resource: SECRET,
        policy: POLICY,
      });
    });
  }

  it("without the policy's type has several causes, each with its check", () => {
    for (const why of ["", " with an explicit deny"]) {
      const { causes = [] } = lone(denial(why));
      strictEqual(causes.length >= 5, true, why);
      for (const { check } of causes) match(check, /\w/);
    }
  });

  it("of the node's role says that the pod had no credentials, whatever policy is missing", () => {
    const why = " because no identity-based policy allows the secretsmanager:GetSecretValue action";
    for (const resource of [SECRET, "orders/db"]) {
      strictEqual(lone(denial(why, NODE, resource)).id, "EPS-355");
    }
    strictEqual(lone(denial("", NODE)).id, "EPS-355");
  });

  const callers = {
    "node role": NODE,
    "Pod Identity": READER,
    IRSA: "arn:aws:sts::111111111111:assumed-role/orders/secrets-store-csi-driver-provider-aws",
    "IAM user": "arn:aws:iam::111111111111:user/ci",
    "other role": "arn:aws:sts::111111111111:assumed-role/admin/jane",
  };
  for (const [kind, arn] of Object.entries(callers)) {
    it(`tells that ${arn} is of the kind ${kind}`, () => {
      const diagnosis = diagnose(denial("", arn));
      strictEqual(diagnosis.caller?.kind, kind);
      strictEqual(diagnosis.caller?.arn, arn);
      strictEqual(diagnosisText(diagnosis).includes(arn), true);
    });
  }

  it("of a secret's name asks whether the secret is in another account", () => {
    const why = " because no identity-based policy allows the secretsmanager:GetSecretValue action";
    const answer = lone(denial(why, READER, "orders/db"));
    strictEqual(answer.id, "EPS-466");
    strictEqual(answer.captures.object, "orders/db");
    deepStrictEqual(
      answer.causes?.map(({ id }) => id),
      ["EPS-378", "EPS-467", "EPS-450"],
    );
  });

  it("of a decryption is about the key", () => {
    const key = "arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555";
    const text = `${READER} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`;
    strictEqual(lone(text).step, "key-policy");
    strictEqual(lone(text).captures.key, key);
  });
});

describe("events of CloudTrail", () => {
  const event = {
    eventSource: "secretsmanager.amazonaws.com",
    eventName: "GetSecretValue",
    userIdentity: { type: "AssumedRole", arn: READER, accessKeyId: "ASIAIOSFODNN7EXAMPLE" },
    errorCode: "AccessDenied",
    errorMessage: denial(` with an explicit deny in a service control policy: ${POLICY}`),
    requestParameters: { secretId: SECRET },
  };
  const shapes = {
    "one event": event,
    "a list": [event],
    "a file's records": { Records: [event] },
    "an answer of lookup-events": {
      Events: [{ EventId: "1", CloudTrailEvent: JSON.stringify(event) }],
    },
    "a CloudTrailEvent alone": JSON.stringify(event),
    "an event that somebody shortened": { ...event, eventSource: undefined },
  };
  for (const [shape, value] of Object.entries(shapes)) {
    it(`are read as ${shape}`, () => {
      const diagnosis = diagnose(JSON.stringify(value, undefined, 2));
      deepStrictEqual(
        diagnosis.answers.map(({ id }) => id),
        ["EPS-461"],
      );
      strictEqual(diagnosis.caller?.kind, "Pod Identity");
      strictEqual(JSON.stringify(diagnosis).includes("ASIA"), false);
    });
  }

  it("tell nothing where no call failed", () => {
    const { errorCode, errorMessage, ...done } = event;
    deepStrictEqual(diagnose(JSON.stringify(done)).answers, []);
  });

  it("tell who called where the message does not", () => {
    const refused = {
      ...event,
      errorMessage: "An unknown error occurred",
      eventName: "AssumeRoleWithWebIdentity",
    };
    const looked = { Events: [{ CloudTrailEvent: JSON.stringify(refused) }] };
    const { answers, caller } = diagnose(JSON.stringify(looked));
    deepStrictEqual(
      answers.map(({ id }) => id),
      ["EPS-364"],
    );
    strictEqual(caller?.arn, READER);
  });
});
