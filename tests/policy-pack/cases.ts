/** A resource as a rule sees it. */
export interface Resource {
  type: string;
  props: Record<string, unknown>;
}

const OWNER = "222222222222";
const ARN = `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:orders-AbCdEf`;
const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/1`;
const READER = "arn:aws:iam::111111111111:role/reader";
const GET = "secretsmanager:GetSecretValue";
const PODS = { Service: "pods.eks.amazonaws.com" };
const POD = {
  "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  "aws:RequestTag/kubernetes-namespace": "orders",
  "aws:RequestTag/kubernetes-service-account": "orders",
};
const THROUGH = {
  "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
  "kms:EncryptionContext:SecretARN": ARN,
};

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (statement: object) => document({ Effect: "Allow", ...statement });
const identity = (statement: object): Resource => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  props: { policy: allow(statement) },
});
const trust = (statement: object): Resource => ({
  type: "aws:iam/role:Role",
  props: { assumeRolePolicy: allow(statement) },
});
const resourcePolicy = (statement: object): Resource => ({
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  props: { secretArn: ARN, policy: allow({ Action: GET, Resource: "*", ...statement }) },
});
const keyPolicy = (...statements: object[]): Resource => ({
  type: "aws:kms/keyPolicy:KeyPolicy",
  props: {
    policy: document(
      ...statements.map((one) => ({
        Effect: "Allow",
        Resource: "*",
        Action: "kms:Decrypt",
        ...one,
      })),
    ),
  },
});
const secret = (props: object): Resource => ({
  type: "aws:secretsmanager/secret:Secret",
  props: { arn: ARN, ...props },
});
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const mount = (parameters: object): Resource => ({
  type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  props: { spec: { provider: "aws", parameters } },
});

/** For each rule, what it refuses, with words of its message, and similar resources that are right. */
export const cases: Record<string, { refuses: [RegExp, ...Resource[]][]; passes: Resource[][] }> = {
  "no-secret-value": {
    refuses: [
      [
        /^secretString /,
        {
          type: "aws:secretsmanager/secretVersion:SecretVersion",
          props: { secretId: ARN, secretString: "marzipan" },
        },
      ],
      [
        /^value /,
        { type: "aws:ssm/parameter:Parameter", props: { type: "SecureString", value: "x" } },
      ],
      [/^stringData /, { type: "kubernetes:core/v1:Secret", props: { stringData: { a: "b" } } }],
    ],
    passes: [[{ type: "aws:ssm/parameter:Parameter", props: { type: "String", value: "eu" } }]],
  },
  "open-principals": {
    refuses: [
      [/lets everyone read/, resourcePolicy({ Principal: "*" })],
      [/lets everyone read/, resourcePolicy({ NotPrincipal: { AWS: READER } })],
      [/lets everyone read/, keyPolicy({ Principal: { AWS: "*" } })],
      [
        /lets everyone read/,
        resourcePolicy({
          Principal: "*",
          Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg" } },
        }),
      ],
      ...[
        "arn:aws:iam::*:role/reader",
        "arn:aws:iam::????????????:role/reader",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
        "${aws:PrincipalArn}",
      ].map((arn): [RegExp, Resource] => [
        /lets everyone read/,
        resourcePolicy({
          Principal: "*",
          Condition: { ArnLike: { "aws:PrincipalArn": [READER, arn] } },
        }),
      ]),
      [/become this role/, trust({ Action: "sts:AssumeRole", Principal: { AWS: "*" } })],
    ],
    passes: [
      [
        resourcePolicy({
          Principal: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
        }),
      ],
      [resourcePolicy({ Principal: { AWS: READER } })],
    ],
  },
  "own-key-across-accounts": {
    refuses: [
      [/lets another account read/, secret({}), resourcePolicy({ Principal: { AWS: READER } })],
      [
        /lets another account read/,
        secret({ kmsKeyId: "alias/aws/secretsmanager" }),
        resourcePolicy({ Principal: root("111111111111") }),
      ],
    ],
    passes: [
      [secret({ kmsKeyId: KEY }), resourcePolicy({ Principal: { AWS: READER } })],
      [secret({}), resourcePolicy({ Principal: root(OWNER) })],
    ],
  },
  "pinned-decryption": {
    refuses: [
      [/without kms:ViaService/, identity({ Action: "kms:Decrypt", Resource: KEY })],
      [
        /without kms:ViaService/,
        identity({
          ...{ Action: "kms:*", Resource: KEY },
          Condition: { StringEquals: { "kms:ViaService": THROUGH["kms:ViaService"] } },
        }),
      ],
      [
        /without kms:ViaService/,
        keyPolicy({
          Principal: { AWS: READER },
          Condition: { StringLike: { ...THROUGH, "kms:EncryptionContext:SecretARN": "*" } },
        }),
      ],
      [
        /to a second account/,
        keyPolicy(
          { Action: "kms:*", Principal: root(OWNER) },
          { Action: "kms:*", Principal: root("111111111111") },
        ),
      ],
    ],
    passes: [
      [identity({ Action: "kms:Decrypt", Resource: KEY, Condition: { StringEquals: THROUGH } })],
      [
        keyPolicy({
          Principal: { AWS: READER },
          Condition: {
            StringLike: {
              ...THROUGH,
              "kms:EncryptionContext:SecretARN": ARN.replace("AbCdEf", "??????"),
            },
          },
        }),
      ],
      [keyPolicy({ Action: "kms:*", Principal: root(OWNER) })],
    ],
  },
  "pinned-pod-sessions": {
    refuses: [
      [/lets any pod/, trust({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: PODS })],
      [
        /lets any pod/,
        trust({
          ...{ Action: "sts:AssumeRole", Principal: PODS },
          Condition: { StringLike: { ...POD, "aws:RequestTag/kubernetes-namespace": "*" } },
        }),
      ],
      [
        /disableSessionTags/,
        {
          type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
          props: { disableSessionTags: true },
        },
      ],
    ],
    passes: [
      [trust({ Action: "sts:AssumeRole", Principal: PODS, Condition: { StringEquals: POD } })],
      [trust({ Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } })],
    ],
  },
  "pinned-target-roles": {
    refuses: [
      [
        /of any pod/,
        trust({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { AWS: READER } }),
      ],
      [
        /of any pod/,
        trust({
          ...{ Action: "sts:*", Principal: root("111111111111") },
          Condition: { StringEquals: POD },
        }),
      ],
    ],
    passes: [
      [
        trust({
          ...{ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { AWS: READER } },
          Condition: { StringEquals: POD },
        }),
      ],
      [trust({ Action: "sts:AssumeRole", Principal: { AWS: READER } })],
    ],
  },
  "pod-identity-mounts": {
    refuses: [
      [/usePodIdentity must be "true"/, mount({ objects: "[]" })],
      [/usePodIdentity must be "true"/, mount({ usePodIdentity: "false" })],
    ],
    passes: [
      [mount({ usePodIdentity: "true" })],
      [{ ...mount({ objects: "[]" }), type: "kubernetes:example.com/v1:SecretProviderClass" }],
    ],
  },
  "readable-policies": {
    refuses: [
      [/is not understood/, identity({ Action: GET, Resource: ARN, Colour: "red" })],
      [
        /is not understood/,
        {
          type: "aws:iam/role:Role",
          props: { inlinePolicies: [{ name: "own", policy: "no JSON" }] },
        },
      ],
    ],
    passes: [[identity({ Action: GET, Resource: ARN })]],
  },
  "wildcard-reads": {
    refuses: [
      [/read "\*"/, identity({ Action: "secretsmanager:Get*", Resource: "*" })],
      [
        /secret:shop\/\*"/,
        identity({ Action: GET, Resource: ARN.replace("orders-AbCdEf", "shop/*") }),
      ],
      [/all but what it names/, identity({ Action: GET, NotResource: ARN })],
      [/read "\*"/, identity({ NotAction: "iam:*", Resource: "*" })],
      [
        /read "\*"/,
        {
          type: "aws:iam/role:Role",
          props: {
            inlinePolicies: [{ name: "own", policy: allow({ Action: "*", Resource: "*" }) }],
          },
        },
      ],
    ],
    passes: [
      [identity({ Action: GET, Resource: ARN.replace("AbCdEf", "??????") })],
      [identity({ Action: "s3:GetObject", Resource: "*" })],
    ],
  },
};
