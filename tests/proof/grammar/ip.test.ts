import assert from "node:assert";
import { isIP } from "node:net";
import fc from "fast-check";
import { parseIpAddress, parseIpRange } from "../../../proof/grammar/values";

describe("IP addresses", () => {
  it("are those that Node.js knows", () => {
    const group = fc.constantFrom("0", "1", "ffff", "0db8", "12345", "g", "", "1.2.3.4");
    const six = fc
      .array(group, { minLength: 1, maxLength: 9 })
      .chain((groups) =>
        fc.constantFrom(groups.join(":"), `::${groups.join(":")}`, `${groups.join(":")}::`),
      );
    const octet = fc.constantFrom("0", "1", "255", "256", "01", "", "a");
    const four = fc.array(octet, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.oneof(six, four), (text) => {
        assert.strictEqual(parseIpAddress(text)?.family ?? 0, isIP(text));
      }),
      { numRuns: 5000, seed: 3 },
    );
  });

  const values: [text: string, value: bigint][] = [
    ["0.0.0.0", 0n],
    ["1.2.3.4", 0x01020304n],
    ["255.255.255.255", 0xffffffffn],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["1:2:3:4:5:6:7:8", 0x00010002000300040005000600070008n],
    ["1:2:3:4:5:6:7::", 0x00010002000300040005000600070000n],
    ["2001:DB8::ff00:42:8329", 0x20010db8000000000000ff0000428329n],
    ["::ffff:1.2.3.4", 0xffff01020304n],
    ["1:2:3:4:5:6:1.2.3.4", 0x00010002000300040005000601020304n],
    ["ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", (1n << 128n) - 1n],
  ];
  for (const [text, value] of values) {
    it(`${text} is read to its number`, () => {
      assert.strictEqual(parseIpAddress(text)?.value, value);
    });
  }

  for (const text of [
    "1.2.3",
    "1.2.3.4.5",
    "1::2::3",
    "1:2:3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    ":::",
    ":1",
    "1.2.3.4::",
    `${"0".repeat(40)}::1`,
  ]) {
    it(`rejects ${text}`, () => {
      assert.strictEqual(parseIpAddress(text), undefined);
    });
  }

  it("stand for the range of themselves, and a prefix for its range", () => {
    const range = (text: string) => parseIpRange(text);
    assert.deepStrictEqual(range("1.2.3.4"), { family: 4, low: 0x01020304n, high: 0x01020304n });
    assert.deepStrictEqual(range("::/127"), { family: 6, low: 0n, high: 1n });
    assert.deepStrictEqual(range("1.2.3.4/8"), { family: 4, low: 0x01000000n, high: 0x01ffffffn });
    assert.deepStrictEqual(range("::/0"), { family: 6, low: 0n, high: (1n << 128n) - 1n });
    for (const wrong of ["/8", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "1.2.3.4/8/8"]) {
      assert.strictEqual(range(wrong), undefined, wrong);
    }
  });
});
