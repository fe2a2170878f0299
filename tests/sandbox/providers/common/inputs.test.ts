import { deepStrictEqual, match, rejects, strictEqual, throws } from "node:assert/strict";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Account } from "../../../../sandbox/providers/aws/account/account";
import { lifecycleOf } from "../../../../sandbox/providers/aws/lifecycle/lifecycle";
import type { AwsResource } from "../../../../sandbox/providers/aws/lifecycle/resource";
import { awsProvider } from "../../../../sandbox/providers/aws/provider";
import { nodeGroup } from "../../../../sandbox/providers/aws/resources/node-group";
import { role } from "../../../../sandbox/providers/aws/resources/role";
import { autoname } from "../../../../sandbox/providers/common/autoname";
import { diffInputs } from "../../../../sandbox/providers/common/differences";
import {
  any,
  boolean,
  containsUnknown,
  list,
  map,
  number,
  object,
  type Property,
  set,
  string,
  unknownValue,
  unwrap,
  wrap,
} from "../../../../sandbox/providers/common/values";
import { serveForTest } from "../support";

const named = (length: number) => ({ name: "n".repeat(length), randomSeed: new Uint8Array([1]) });
const { autoname: ofRole = { maxLength: 0 } } = role;
const { autoname: ofNodeGroup = { maxLength: 0 } } = nodeGroup;

describe("autoname", () => {
  it("puts a hyphen and random digits behind the whole name", () => {
    match(autoname(named(56), ofRole), /^n{56}-[0-9a-f]{7}$/);
  });

  it("refuses a name that would be too long, as the true providers do, and cuts none", () => {
    throws(() => autoname(named(57), ofRole), {
      message: `name '${"n".repeat(57)}-' plus 7 random chars is longer than maximum length 64`,
    });
  });

  it("gives a node group a name, of which EKS takes 63 characters", () => {
    strictEqual(ofNodeGroup.property, "nodeGroupName");
    const { problem } = nodeGroup.properties.nodeGroupName ?? {};
    strictEqual(problem?.(autoname(named(55), ofNodeGroup) as never), undefined);
    match(
      problem?.(autoname(named(56), ofNodeGroup) as never) ?? "",
      /^must have at most 63 characters, got n{56}-/,
    );
  });
});

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (more: object) => ({ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...more });

describe("property values", () => {
  it("are unwrapped at every depth, and secrets remembered by their property", () => {
    const { values, secrets } = unwrap({
      plain: 1,
      hidden: secret("s"),
      deep: [{ inner: secret(["s"]) }],
      known: output({ value: "v" }),
      secretOutput: output({ value: "v", secret: true }),
      unknown: output({}),
      resource: { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "i" },
    });
    deepStrictEqual(values, {
      plain: 1,
      hidden: "s",
      deep: [{ inner: ["s"] }],
      known: "v",
      secretOutput: "v",
      unknown: unknownValue,
      resource: "i",
    });
    deepStrictEqual([...secrets], ["hidden", "deep", "secretOutput"]);
  });

  it("are wrapped as secrets again, and no others", () => {
    deepStrictEqual(wrap({ a: "s", b: "p" }, new Set(["a"])), { a: secret("s"), b: "p" });
  });

  it("rejects assets", () => {
    throws(() => unwrap({ a: { [signature]: "c44067f5952c0a294b673a41bacd8c17" } }), /assets/);
  });

  it("are known only when every part is", () => {
    strictEqual(containsUnknown({ a: [{ b: unknownValue }] }), true);
    strictEqual(containsUnknown({ a: [{ b: "known" }] }), false);
  });
});

const rules = object({ days: number(), schedule: string({ computed: true }) });

const cases: [what: string, property: Property, old: unknown, next: unknown, changes: object][] = [
  ["an equal text", string(), "a", "a", {}],
  ["another text", string(), "a", "b", { p: "update" }],
  ["a text that comes", string(), undefined, "b", { p: "add" }],
  ["a text that goes", string(), "a", undefined, { p: "delete" }],
  ["an empty text for none", string(), "", undefined, {}],
  ["false for none", boolean(), undefined, false, {}],
  ["a default for none", number({ default: 5 }), 5, undefined, {}],
  ["what strays from the default", number({ default: 5 }), 6, undefined, { p: "update" }],
  ["a computed text that the program leaves out", string({ computed: true }), "a", undefined, {}],
  ["a computed text that the program gives", string({ computed: true }), "a", "b", { p: "update" }],
  ["a replacing text", string({ replaces: true }), "a", "b", { p: "update-replace" }],
  ["a text that means the same", string({ same: () => true }), "a", "b", {}],
  ["a text that is not known yet", string(), "a", unknownValue, { p: "update" }],
  ["a list in another order", list(string()), ["a", "b"], ["b", "a"], { p: "update" }],
  ["a set in another order", set(string()), ["a", "b"], ["b", "a"], {}],
  ["a set with another member", set(string()), ["a", "b"], ["a", "c"], { p: "update" }],
  ["a set that grows", set(string()), ["a"], ["a", "b"], { p: "update" }],
  [
    "a set of objects whose computed members the service filled in",
    set(rules),
    [{ days: 1, schedule: "s" }],
    [{ days: 1 }],
    {},
  ],
  [
    "members of a map",
    map(),
    { a: "1", b: "1" },
    { b: "2", "c.d": "3" },
    { "p.a": "delete", "p.b": "update", 'p["c.d"]': "add" },
  ],
  ["members of an object", rules, { days: 1, schedule: "s" }, { days: 2 }, { "p.days": "update" }],
  ["an object that goes", rules, { days: 1 }, undefined, { p: "delete" }],
  [
    "members of a replacing object",
    object({ type: string() }, { replaces: true }),
    { type: "a" },
    { type: "b" },
    { "p.type": "update-replace" },
  ],
  ["any value, deeply", any(), { a: [1] }, { a: [1] }, {}],
  ["any value that differs deeply", any(), { a: [1] }, { a: [2] }, { p: "update" }],
];

describe("diffInputs", () => {
  for (const [what, property, old, next, changes] of cases) {
    it(`compares ${what}`, () => {
      deepStrictEqual(diffInputs({ p: property }, { p: old }, { p: next }), changes);
    });
  }
});

const type = "aws:test/lamp:Lamp";

/** A resource that exists as soon as it is made, and is lit only afterwards. */
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
