import {
  BILLING,
  CLUSTER_ACCOUNT,
  KEY,
  type KnownDeployment,
  oneReader,
  ownerStatement,
  PARTNER,
  policy,
  READS,
  REGION,
  ROLE,
  readStatement,
  SECRET,
  VIA_SERVICE,
} from "./deployment";

const ENDPOINT = "vpce-0a1b2c3d";

function through(endpointPolicy: object | null, asked: object | null = null) {
  const partner = { ...readStatement(ROLE, BILLING), Principal: { AWS: PARTNER } };
  const decryption = {
    ...{ Effect: "Allow", Principal: { AWS: [ROLE, PARTNER] }, Action: "kms:Decrypt" },
    ...{ Resource: "*", Condition: { StringEquals: { "kms:ViaService": VIA_SERVICE } } },
  };
  return oneReader({
    secretPolicy: policy(
      readStatement(ROLE, BILLING),
      ...(asked ? [{ ...partner, Condition: asked }] : []),
    ),
    ...(asked && { keyPolicy: policy(ownerStatement, decryption) }),
    more: {
      vpcEndpoints: [
        {
          arn: `arn:aws:ec2:${REGION}:${CLUSTER_ACCOUNT}:vpc-endpoint/${ENDPOINT}`,
          service: `com.amazonaws.${REGION}.secretsmanager`,
          vpc: "vpc-0a1b2c3d",
          policy: endpointPolicy,
        },
      ],
    },
  });
}

const everyone = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const ofReader = policy({ ...everyone, Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } } });
const itself = { StringEquals: { "aws:SourceVpce": ENDPOINT } };
const bounds: KnownDeployment["refuted"] = [
  ["secret-bounded", SECRET],
  ["key-bounded", KEY],
];

/** VPC endpoints, and who comes through them. */
export const networks: KnownDeployment[] = [
  { title: "An endpoint for the reader's role alone", documents: through(ofReader) },
  { title: "An endpoint with AWS's own policy", documents: through(null) },
  {
    title: "An endpoint that lets pods list, and not read",
    documents: through(policy({ ...everyone, Action: "secretsmanager:ListSecrets" })),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "An endpoint that knows nothing of the pods' second read",
    documents: through(policy({ ...everyone, Action: READS[0] })),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "A partner let in through an endpoint that keeps it out",
    documents: through(ofReader, itself),
    refuted: bounds,
  },
  {
    title: "A partner let in through an endpoint that lets in everyone",
    documents: through(policy(everyone), itself),
    refuted: [...bounds, ["read-exclusive", SECRET]],
  },
  {
    title: "A partner let in from a VPC, which may have other endpoints",
    documents: through(ofReader, { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } }),
    refuted: [...bounds, ["read-exclusive", SECRET]],
  },
];
