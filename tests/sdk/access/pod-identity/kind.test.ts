import { deepStrictEqual } from "node:assert";

import type { PrincipalKind } from "../../../../proof";
import { POD_IDENTITY } from "../../../../sdk/access/pod-identity/kind";
import { PODS, type Reader } from "../../../proof/pods";

describe("pods as a kind of principal", () => {
  it("make the same requests as those by which iam-proof is tested", () => {
    const reader = {
      clusterArn: "arn:aws:eks:eu-west-1:111111111111:cluster/shop",
      namespace: "orders",
      serviceAccount: "api",
    };
    const elsewhere = { ...reader, clusterArn: reader.clusterArn.replace("eu-west", "eu-north") };
    const arn = "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1";
    const ways = [{ arn }, { arn, clusters: [] }, { arn, clusters: [elsewhere.clusterArn] }];
    const roleArn = "arn:aws:iam::111111111111:role/orders";
    const associations = [
      undefined,
      { roleArn },
      { roleArn: roleArn.replace("111", "222") },
      { roleArn, policy: {} },
      { roleArn, policy: {}, disableSessionTags: true },
    ];
    const requests = ({ words, truth, ...kind }: PrincipalKind<Reader>) => ({
      ...kind,
      truth: truth.name,
      subject: words.subject(reader),
      externalId: kind.externalId(reader),
      mayCallThrough: ways.map((one) =>
        [reader, elsewhere].map((who) => kind.mayCallThrough(one, who)),
      ),
      obstacle: associations.map((one) => kind.obstacle(reader, one) !== undefined),
    });
    deepStrictEqual(requests(PODS), requests(POD_IDENTITY));
  });
});
