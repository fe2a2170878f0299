/** Prints the evaluator's decisions a second on documents like those that the package emits. */
import { performance } from "node:perf_hooks";
import { type AccessDocuments, evaluate, mayRead, type RequestPrincipal } from "../sdk/access";

const CLUSTER = "arn:aws:eks:us-east-1:111111111111:cluster/main";
const SECONDS = 1;

/** A landing zone of `count` readers in one account, each granted one secret of another. */
function documents(count: number): AccessDocuments {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return {
    keys: [{ arn: KEY, policy: keyPolicy(numbers) }],
    secrets: numbers.map((index) => ({
      arn: secret(index),
      key: KEY,
      policy: secretPolicy(index),
    })),
    roles: numbers.map((index) => ({ arn: role(index), policies: [identityPolicy(index)] })),
  };
}

const KEY = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
const VIA = "secretsmanager.us-east-1.amazonaws.com";
const READS = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
const role = (index: number) => `arn:aws:iam::111111111111:role/pods/reader-${index}`;
const secret = (index: number) =>
  `arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-${index}-AbCdEf`;
const session = (index: number): RequestPrincipal => ({
  kind: "session",
  roleArn: role(index),
  tags: {
    "eks-cluster-arn": CLUSTER,
    "eks-cluster-name": "main",
    "kubernetes-namespace": "default",
    "kubernetes-pod-name": "pod",
    "kubernetes-pod-uid": "00000000-0000-0000-0000-000000000000",
    "kubernetes-service-account": `reader-${index}`,
  },
});

function identityPolicy(index: number) {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "ReadSecrets", Effect: "Allow", Action: READS, Resource: secret(index) },
      {
        Sid: "DecryptThroughSecretsManager",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY,
        Condition: {
          StringEquals: { "kms:EncryptionContext:SecretARN": secret(index), "kms:ViaService": VIA },
        },
      },
    ],
  };
}

function secretPolicy(index: number) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Reader",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: READS,
        Resource: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": role(index) },
          StringEquals: {
            "aws:PrincipalTag/eks-cluster-arn": CLUSTER,
            "aws:PrincipalTag/kubernetes-namespace": "default",
            "aws:PrincipalTag/kubernetes-service-account": `reader-${index}`,
          },
        },
      },
    ],
  };
}

function keyPolicy(numbers: number[]) {
  const readers = numbers.map((index) => ({
    Sid: `Reader${index}`,
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": role(index) },
      StringEquals: {
        "kms:CallerAccount": "111111111111",
        "kms:EncryptionContext:SecretARN": secret(index),
        "kms:ViaService": VIA,
      },
    },
  }));
  const owner = {
    Sid: "OwnerAdministration",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "kms:*",
    Resource: "*",
  };
  return { Version: "2012-10-17", Statement: [owner, ...readers] };
}

/** Calls `decide` for about a second after a warm-up, and prints how often it decided. */
function measure(title: string, decisionsPerCall: number, decide: (call: number) => void): void {
  for (let call = 0; call < 2_000; call++) decide(call);
  const start = performance.now();
  const processor = process.cpuUsage();
  let calls = 0;
  while (performance.now() - start < SECONDS * 1000) {
    for (let batch = 0; batch < 100; batch++) decide(calls++);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const decisions = calls * decisionsPerCall;
  const rates = [decisions / seconds, (decisions * 1_000_000) / (user + system)];
  const columns = rates.map((rate) => Math.round(rate).toLocaleString("en-US").padStart(12));
  console.log(`${title.padEnd(58)}${columns.join("")}`);
}

console.log(
  `${"decisions a second".padEnd(58)}${"elapsed".padStart(12)}${"processor".padStart(12)}`,
);
const one = documents(1);
const sixty = documents(60);
const get = (index: number, of: number) => ({
  principal: session(index),
  action: "secretsmanager:GetSecretValue",
  resource: secret(of),
});
measure("GetSecretValue across accounts, granted", 1, () => evaluate(one, get(0, 0)));
measure("GetSecretValue across accounts, 60 readers, most refused", 1, (call) =>
  evaluate(sixty, get(call % 60, (call * 7) % 60)),
);
measure("read (fetch and decrypt), one reader on the key", 2, () =>
  mayRead(one, session(0), secret(0)),
);
measure("read (fetch and decrypt), 60 readers on the key", 2, (call) =>
  mayRead(sixty, session(call % 60), secret(call % 60)),
);
