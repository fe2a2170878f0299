import { deepStrictEqual, match } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { scheduleKeys } from "../../../../cli/verbs/trial/trial-keys";

describe("the keys of a trial", () => {
  const names = { id: "3f9a71", name: "eps-trial-3f9a71" };
  const keys = ["tagged", "other", "closed-ours", "closed-other", "closed-unknown", "gone"];
  const DAY = 24 * 3_600_000;
  /** In how many days AWS deletes a key already. */
  const pending: Record<string, number> = {};
  const Aliases = [
    { AliasName: "alias/eps-trial-3f9a71", TargetKeyId: "closed-ours" },
    { AliasName: "alias/orders", TargetKeyId: "closed-other" },
  ];
  const scheduled: string[] = [];
  const cancelled: string[] = [];
  const answers: Record<string, (KeyId: string) => object | undefined> = {
    ListKeys: () => ({ Keys: keys.map((KeyId) => ({ KeyId, KeyArn: `arn:${KeyId}` })) }),
    ListResourceTags: (KeyId) => {
      if (KeyId === "gone") return { __type: "NotFoundException", message: "gone" };
      if (KeyId.startsWith("closed")) return undefined;
      const TagValue = KeyId === "tagged" || KeyId in pending ? names.id : "of another trial";
      return { Tags: [{ TagKey: "eks-pod-secrets-trial", TagValue }] };
    },
    ListAliases: (KeyId) => ({ Aliases: KeyId ? [] : Aliases }),
    DescribeKey: (KeyId) => {
      const days = pending[KeyId];
      if (days === undefined) return { KeyMetadata: { KeyId, KeyState: "Enabled" } };
      const DeletionDate = (Date.now() + days * DAY) / 1000;
      return { KeyMetadata: { KeyId, KeyState: "PendingDeletion", DeletionDate } };
    },
    CancelKeyDeletion: (KeyId) => {
      cancelled.push(KeyId);
      return { KeyId };
    },
    ScheduleKeyDeletion: (KeyId) => {
      scheduled.push(KeyId);
      return { DeletionDate: 1_800_000_000 };
    },
  };
  const server = createServer(async (request, response) => {
    const { KeyId = "" } = JSON.parse(await text(request));
    const action = `${request.headers["x-amz-target"]}`.split(".")[1] ?? "";
    const answer = answers[action]?.(KeyId);
    const isError = !answer || "__type" in answer;
    response.writeHead(isError ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
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

  const access = {
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    requestHandler: {
      ...{ connectionTimeout: 5_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    },
    callerArn: "",
  };

  it("are those of its tag, or of its alias where tags may not be read; one of which neither is known is told of", async () => {
    const { going, left } = await scheduleKeys(access, names);
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

  it("go after seven days where a stack has given them thirty", async () => {
    scheduled.length = 0;
    keys.splice(0, keys.length, "of-a-stack", "of-a-trial");
    Object.assign(pending, { "of-a-stack": 30, "of-a-trial": 6.9 });
    const { going, left } = await scheduleKeys(access, names);
    deepStrictEqual([cancelled, scheduled, left], [["of-a-stack"], ["of-a-stack"], []]);
    deepStrictEqual(going.length, 2);
  });
});
