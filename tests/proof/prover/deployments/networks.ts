import { allowTo, trusts } from "../../statements";
import { oneReader, ownerStatement, policy, readStatement } from "./deployment";
import { knownOf, named } from "./known";
import * as the from "./names";

const ENDPOINT = "vpce-0a1b2c3d";

const through = knownOf((endpointPolicy: object | null, asked: object | null = null) => {
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
});

const everyone = allowTo("*", "*");
const ofReader = policy({
  ...everyone,
  Condition: { ArnEquals: { "aws:PrincipalArn": the.ROLE } },
});
const itself = { StringEquals: { "aws:SourceVpce": ENDPOINT } };

/** VPC endpoints, and who comes through them. */
export const networks = named({
  "An endpoint for the reader's role alone": through(ofReader),
  "An endpoint with AWS's own policy": through(null),
  "An endpoint that lets pods list, and not read": through(
    "grant-available",
    policy({ ...everyone, Action: "secretsmanager:ListSecrets" }),
  ),
  "An endpoint that knows nothing of the pods' second read": through(
    "grant-available",
    policy({ ...everyone, Action: the.READS[0] }),
  ),
  "A partner let in through an endpoint that keeps it out": through(
    "secret-bounded key-bounded",
    ofReader,
    itself,
  ),
  "A partner let in through an endpoint that lets in everyone": through(
    "secret-bounded key-bounded read-exclusive",
    policy(everyone),
    itself,
  ),
  "A partner let in from a VPC, which may have other endpoints": through(
    "secret-bounded key-bounded read-exclusive",
    ofReader,
    { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } },
  ),
});
