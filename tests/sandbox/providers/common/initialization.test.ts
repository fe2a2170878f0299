import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import type { Account } from "../../../../sandbox/providers/aws/account/account";
import { lifecycleOf } from "../../../../sandbox/providers/aws/lifecycle/lifecycle";
import type { AwsResource } from "../../../../sandbox/providers/aws/lifecycle/resource";
import { awsProvider } from "../../../../sandbox/providers/aws/provider";
import { string } from "../../../../sandbox/providers/common/property";
import { serveForTest } from "../support";

const type = "aws:test/lamp:Lamp";

/** A lamp is there as soon as it is made, and only then is it lit. */
const lamp = (light: () => Promise<void>): AwsResource => ({
  type,
  service: "iam",
  noun: "Lamp",
  properties: { color: string() },
  outputs: ["arn"],
  create: async (_context, _inputs, created) => {
    created("lamp-1");
    await light();
    return "lamp-1";
  },
  read: async (_context, id, state) => ({ id, arn: `arn:${id}`, color: state.color }),
  delete: async () => {},
});

describe("a resource whose creation stops half way", () => {
  it("is kept with its id and state, its secrets wrapped, and marked as failed", async () => {
    const account = {
      region: "us-east-1",
      defaultTags: {},
      client: async () => ({}),
    } as unknown as Account;
    const dark = lamp(() => Promise.reject(new Error("no bulb")));
    const engine = await serveForTest({
      ...awsProvider("0.0.0"),
      resource: () => lifecycleOf(dark, account),
    });
    const color = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "red",
    };
    await rejects(engine.create(type, { color }), (error: Error) => {
      strictEqual(error.message, "creating Lamp (lamp-1): no bulb");
      const { metadata } = error as Error & { metadata: { get(name: string): Buffer[] } };
      const body = metadata.get("grpc-status-details-bin")[0] as Buffer;
      const [detail] = Status.deserializeBinary(body).getDetailsList();
      const failed = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? body);
      strictEqual(failed.getId(), "lamp-1");
      deepStrictEqual(failed.getReasonsList(), ["creating Lamp (lamp-1): no bulb"]);
      deepStrictEqual(failed.getProperties()?.toJavaScript(), {
        id: "lamp-1",
        arn: "arn:lamp-1",
        color,
      });
      deepStrictEqual(failed.getInputs()?.toJavaScript(), { color });
      return true;
    });
    engine.close();
  });
});
