import { deepStrictEqual, match } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { scheduleKeys } from "../../../../cli/verbs/trial/trial-keys";

describe("the keys of a trial", () => {
  const names = { id: "3f9a71", name: "eps-trial-3f9a71" };
  const keys = ["tagged", "other", "closed-ours", "closed-other", "closed-unknown"];
  const Aliases = [
    { AliasName: "alias/eps-trial-3f9a71", TargetKeyId: "closed-ours" },
    { AliasName: "alias/orders", TargetKeyId: "closed-other" },
  ];
  const scheduled: string[] = [];
  const answers: Record<string, (KeyId: string) => object | undefined> = {
    ListKeys: () => ({ Keys: keys.map((KeyId) => ({ KeyId, KeyArn: `arn:${KeyId}` })) }),
    ListResourceTags: (KeyId) => {
      if (KeyId.startsWith("closed")) return undefined;
      return {
        Tags: KeyId === "tagged" ? [{ TagKey: "eks-pod-secrets-trial", TagValue: names.id }] : [],
      };
    },
    ListAliases: (KeyId) => ({ Aliases: KeyId ? [] : Aliases }),
    DescribeKey: () => ({ KeyMetadata: { KeyId: "", KeyState: "Enabled" } }),
    ScheduleKeyDeletion: (KeyId) => {
      scheduled.push(KeyId);
      return { DeletionDate: 1_800_000_000 };
    },
  };
  const server = createServer(async (request, response) => {
    const { KeyId = "" } = JSON.parse(await text(request));
    const action = `${request.headers["x-amz-target"]}`.split(".")[1] ?? "";
    const answer = answers[action]?.(KeyId);
    response.writeHead(answer ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer ?? { __type: "AccessDeniedException", message: "no" }));
  });
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL_KMS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    delete process.env.AWS_ENDPOINT_URL_KMS;
    server.close();
  });

  it("are those of its tag, or of its alias where tags may not be read; one of which neither is known is told of", async () => {
    const { going, left } = await scheduleKeys(
      {
        region: "us-east-1",
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        requestHandler: {
          ...{ connectionTimeout: 5_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
        },
        callerArn: "",
      },
      names,
    );
    deepStrictEqual(scheduled, ["tagged", "closed-ours"]);
    deepStrictEqual(
      going.map(({ arn }) => arn),
      ["arn:tagged", "arn:closed-ours"],
    );
    deepStrictEqual(
      left.map(({ name }) => name),
      ["arn:closed-unknown"],
    );
    match(left[0]?.reason ?? "", /AccessDeniedException/);
  });
});
