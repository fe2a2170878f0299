import { deepStrictEqual, match, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Quota, sizeQuotas } from "../../../proof/quotas";
import { countQuotas, increase } from "../../../sdk/grant";

const quotas: Record<string, Quota & { per?: string; unit?: string }> = {
  ...countQuotas,
  ...sizeQuotas,
};

/** A row of the table in docs/understanding/scale.md. */
function row([name, { code, default: usual, most, per, source, title, unit }]: [
  string,
  (typeof quotas)[string],
]): string {
  const counted = unit ?? `per ${per}`;
  const seen = `[${source.seen}](${source.page})`;
  const cells = [
    `\`${name}\``,
    `${title}, ${counted}`,
    usual.toLocaleString("en"),
    most?.toLocaleString("en") ?? "",
    code ?? "",
    source.unconfirmed === undefined ? seen : `${seen}; not confirmed: ${source.unconfirmed}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

describe("the quotas", () => {
  it("stand in docs/understanding/scale.md as they are here, and no others", () => {
    const page = readFileSync(join(__dirname, "../../../docs/understanding/scale.md"), "utf8");
    const rows = page.split("\n").filter((line) => /\d{4}-\d\d-\d\d\]\(/.test(line));
    deepStrictEqual(rows, Object.entries(quotas).map(row));
  });

  it("never exceed what AWS grants at most, and have codes that Service Quotas takes", () => {
    for (const [name, { code, default: usual, most = usual }] of Object.entries(quotas)) {
      strictEqual(usual <= most, true, name);
      if (code !== undefined) match(code, /^(?:iam|eks|kms) L-[0-9A-F]{8}$/, name);
    }
  });
});

describe("increase", () => {
  it("names the code, and the most where it is known", () => {
    strictEqual(
      increase(countQuotas.keys),
      "ask AWS for more of quota L-C2F1777E of kms, and write the new value under quotas of the account",
    );
    match(increase(countQuotas.roles) ?? "", /of iam, which goes up to 10000, and write/);
  });

  it("is nothing where AWS grants no more", () => {
    strictEqual(increase(countQuotas.secrets), undefined);
  });
});
