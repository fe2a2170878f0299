import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";

import {
  containsUnknown,
  unknownValue,
  unwrap,
  wrap,
} from "../../../../sandbox/providers/common/values";

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
