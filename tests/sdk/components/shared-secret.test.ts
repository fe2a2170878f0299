import { deepStrictEqual } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import {
  readerRoleName,
  SharedSecret,
  type SharedSecretArgs,
  SharedSecretMount,
  type SharedSecretMountArgs,
} from "../../../sdk";
import { mockEngine } from "./mocked-engine";
import { rejectsEach, rejectsLater } from "./rejects";

const pod = {
  clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const shared: SharedSecretArgs = { secretName: "orders/db", readers: [pod] };
const arn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders/db-AbC123";
const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
const mount: SharedSecretMountArgs = { ...pod, secrets: [{ arn, keyArn, objectAlias: "db" }] };

describe("SharedSecret", () => {
  it("lets the role in that the reader's side derives, or the one that it names", async () => {
    const roles = async (args: Partial<SharedSecretArgs>) => {
      const engine = await mockEngine({ accounts: { "": "222222222222" } });
      new SharedSecret("orders", { ...shared, ...args });
      await engine.settled();
      const policies = [
        engine.one("aws:secretsmanager/secretPolicy:SecretPolicy", "orders-policy"),
        engine.one("aws:kms/keyPolicy:KeyPolicy", "orders-policy"),
      ];
      const found = policies.map(
        ({ inputs }) => /arn:aws:iam::111111111111:role[^"]*/.exec(inputs.policy)?.[0],
      );
      return new Set(found);
    };
    deepStrictEqual(
      await roles({}),
      new Set([`arn:aws:iam::111111111111:role/${readerRoleName(pod)}`]),
    );
    deepStrictEqual(
      await roles({ readers: [pulumi.output({ ...pod, roleName: "orders", rolePath: "/pods/" })] }),
      new Set(["arn:aws:iam::111111111111:role/pods/orders"]),
    );
  });

  rejectsEach(
    (changes: Partial<SharedSecretArgs>) => new SharedSecret("orders", { ...shared, ...changes }),
    {
      'readers[0].clusterArn must be the full ARN of an EKS cluster, without wildcards, got "shop"':
        { readers: [{ ...pod, clusterArn: "shop" }] },
      'readers[0].rolePath must be a path that begins and ends with a slash, such as /pods/, without spaces and *?$, got "/pods"':
        { readers: [{ ...pod, rolePath: "/pods" }] },
      "readers[1] must be another service account or role than that of readers[0]": {
        readers: [pod, pod],
      },
      'readers[1].clusterArn must be of partition aws, as readers[0].clusterArn is, got "arn:aws-cn:eks:cn-north-1:111111111111:cluster/shop"':
        {
          readers: [
            pod,
            { ...pod, clusterArn: "arn:aws-cn:eks:cn-north-1:111111111111:cluster/shop" },
          ],
        },
      "tags must have kubernetes-namespace in style attributes, whose policies compare it with the pod's session":
        { style: "attributes", tags: { "eks-cluster-name": "shop" } },
    },
  );

  it("rejects a reader that is known only later", () =>
    rejectsLater(
      () =>
        new SharedSecret("orders", {
          ...shared,
          readers: [pulumi.output({ ...pod, namespace: "*" })],
        }),
      /readers\[0\]\.namespace must be/,
    ));
});

describe("SharedSecretMount", () => {
  rejectsEach(
    (changes: Partial<SharedSecretMountArgs>) =>
      new SharedSecretMount("orders", { ...mount, ...changes }),
    {
      [`secrets[0].keyArn must be the ARN of a customer managed key because ${arn} belongs to another account than 111111111111; the AWS managed key serves one account only`]:
        { secrets: [{ arn, objectAlias: "db" }] },
      "secrets must have at least one secret": { secrets: [] },
      'secrets[1] must have a file name of its own, got "db", which secrets[0] has too; set objectAlias':
        {
          secrets: [
            { arn, keyArn, objectAlias: "db" },
            { arn, keyArn, objectAlias: "db" },
          ],
        },
      [`secrets[1].arn must be an ARN of region us-east-1, as the first is, got "${arn.replace("us-east-1", "eu-west-1")}"`]:
        {
          secrets: [
            { arn, keyArn, objectAlias: "db" },
            {
              arn: arn.replace("us-east-1", "eu-west-1"),
              keyArn: keyArn.replace("us-east-1", "eu-west-1"),
              objectAlias: "other",
            },
          ],
        },
      'secrets[0].jmesPath[0].path must be a JMESPath expression, got "a b"; its parser says: Unexpected token type: UnquotedIdentifier, value: b':
        {
          secrets: [
            { arn, keyArn, objectAlias: "db", jmesPath: [{ path: "a b", objectAlias: "a" }] },
          ],
        },
      'secretObjects[0].data[0].objectName must be a file of the mount (db), got "other"': {
        secretObjects: [{ secretName: "db", data: [{ key: "db", objectName: "other" }] }],
      },
    },
  );
});
