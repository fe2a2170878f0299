import { strictEqual } from "node:assert";
import { stoppedBy } from "../../../attempts/attempt";

const USER = "User: arn:aws:iam::111111111111:user/u is not authorized to perform:";

/** What AWS answers, and whose policy that means. */
const ANSWERS: [answer: string, policy: string][] = [
  [
    `${USER} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:222222222222:secret:b-Go44cC because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    "its own policy",
  ],
  [
    `${USER} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:222222222222:secret:b-Go44cC because no resource-based policy allows the secretsmanager:GetSecretValue action`,
    "the secret's policy",
  ],
  [
    `${USER} kms:Decrypt on resource: arn:aws:kms:us-east-1:222222222222:key/1 because no resource-based policy allows the kms:Decrypt action`,
    "the key's policy",
  ],
  [
    `${USER} sts:AssumeRole on resource: arn:aws:iam::111111111111:role/r because no resource-based policy allows the sts:AssumeRole action`,
    "the role's trust",
  ],
  [
    "Unauthorized Exception! EKS does not have permissions to assume the associated role.",
    "the role's trust",
  ],
  ["No association found for service account b in namespace other of cluster c", "no association"],
  [
    `${USER} s:B on resource: r: the operation is not available across accounts`,
    "AWS, across accounts",
  ],
  ["Something else", "AWS"],
];

describe("stoppedBy", () => {
  for (const [answer, policy] of ANSWERS) {
    it(`says "${policy}" of "${answer.slice(-60)}"`, () => {
      strictEqual(stoppedBy({ code: "AccessDeniedException", reason: answer }), policy);
    });
  }
});
