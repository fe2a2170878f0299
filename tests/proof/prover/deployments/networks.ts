import { allowTo, trusts } from "../../statements";
import { oneReader, ownerStatement, policy, readStatement } from "./deployment";
import { known, named } from "./known";
import * as the from "./names";

const ENDPOINT = "vpce-0a1b2c3d";

function through(endpointPolicy: object | null, asked: object | null = null) {
  const partner = { ...readStatement(the.ROLE, the.BILLING), Principal: { AWS: the.PARTNER } };
  const decryption = {
    ...trusts({ AWS: [the.ROLE, the.PARTNER] }, "kms:Decrypt"),
    ...{ Resource: "*", Condition: { StringEquals: { "kms:ViaService": the.VIA_SERVICE } } },
  };
  return oneReader({
    secretAlso: [...(asked ? [{ ...partner, Condition: asked }] : [])],
    ...(asked && { keyPolicy: policy(ownerStatement, decryption) }),
    more: {
      vpcEndpoints: [
        {
          arn: `arn:aws:ec2:${the.REGION}:${the.CLUSTER_ACCOUNT}:vpc-endpoint/${ENDPOINT}`,
          service: `com.amazonaws.${the.REGION}.secretsmanager`,
          vpc: "vpc-0a1b2c3d",
          policy: endpointPolicy,
        },
      ],
    },
  });
}

const everyone = allowTo("*", "*");
const ofReader = policy({
  ...everyone,
  Condition: { ArnEquals: { "aws:PrincipalArn": the.ROLE } },
});
const itself = { StringEquals: { "aws:SourceVpce": ENDPOINT } };

/** VPC endpoints, and who comes through them. */
export const networks = named({
  "An endpoint for the reader's role alone": known(through(ofReader)),
  "An endpoint with AWS's own policy": known(through(null)),
  "An endpoint that lets pods list, and not read": known(
    "grant-available",
    through(policy({ ...everyone, Action: "secretsmanager:ListSecrets" })),
  ),
  "An endpoint that knows nothing of the pods' second read": known(
    "grant-available",
    through(policy({ ...everyone, Action: the.READS[0] })),
  ),
  "A partner let in through an endpoint that keeps it out": known(
    "secret-bounded key-bounded",
    through(ofReader, itself),
  ),
  "A partner let in through an endpoint that lets in everyone": known(
    "secret-bounded key-bounded read-exclusive",
    through(policy(everyone), itself),
  ),
  "A partner let in from a VPC, which may have other endpoints": known(
    "secret-bounded key-bounded read-exclusive",
    through(ofReader, { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } }),
  ),
});
