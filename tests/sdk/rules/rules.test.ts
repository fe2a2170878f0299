import { deepStrictEqual, match, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { dnsSuffixOf, knownRegions, partitionOf } from "../../../proof/names";
import { type Quota, sizeQuotas } from "../../../proof/quotas";
import { countQuotas, increase, readerRoleName, targetRoleName } from "../../../sdk/grant";
import * as made from "../../../sdk/grant/landing-zone/names";
import * as rules from "../../../sdk/rules";
import { arnProblems, keyArn, unknownRegion } from "../../../sdk/rules";
import { isArm, type NodeCounts, nodeScaling } from "../../../sdk/rules/clusters";
import { region } from "../../../sdk/rules/names";
import { suggestion, suggestions } from "../../../sdk/rules/problem";
import { type TextRule, textFlaw } from "../../../sdk/rules/rule";

/** Texts that a rule accepts. The generator knows no lookahead, so texts that a lookahead refuses are removed afterwards. */
function textsOf(rule: TextRule): fc.Arbitrary<string> {
  const { flags, source } = rule.pattern;
  const plain = source.replace(/\(\?!([^()]|\([^()]*\))*\)/g, "");
  return fc
    .stringMatching(new RegExp(plain, flags.replace("i", "")), { size: "xsmall" })
    .filter((text) => textFlaw(rule, text) === undefined);
}

const cases: [string, TextRule, string[], string[]][] = [
  [
    "an interval of rotation from a second to a year",
    rules.rotationPollInterval,
    ["1s", "90s", "2m30s", "1.5h", "1h", "8760h"],
    ["0s", "0h0m", "0.5s", "8760h1s", "9999999h", "60", "1d", "-1h", "1h ", ""],
  ],
  [
    "a version of Kubernetes from 1.24 on",
    rules.kubernetesVersion,
    ["1.24", "1.29", "1.30", "1.34", "1.99"],
    ["1.23", "1.9", "1.09", "1.2", "2.0", "1.240", "1.34.1"],
  ],
  [
    "an image, a profile or a context in one word",
    rules.word,
    ["nginx:1.29", "ghcr.io/org/app@sha256:0a", "team/prod", "arn:aws:eks:us-east-1:1:cluster/x"],
    ["", "a b", "a\tb", "a\n", "a\u0000b", "a\u00a0b", "a\u001b[0m"],
  ],
  [
    "a directory of a container that Kubernetes takes",
    rules.mountPath,
    ["/mnt/secrets", "/m", "/a b", "/é"],
    ["", "/", "mnt", "/mnt/", "/mnt:ro", "/a\nb", "/a\u0000"],
  ],
];

describe("durations and words", () => {
  for (const [title, rule, right, wrong] of cases) {
    it(`are ${title}`, () => {
      for (const text of right) strictEqual(textFlaw(rule, text), undefined, text);
      for (const text of wrong) strictEqual(textFlaw(rule, text) !== undefined, true, text);
    });
  }
});

const place = { account: "111111111111", region: "us-gov-west-1" };

function each(rule: TextRule, property: (text: string) => void): void {
  fc.assert(fc.property(textsOf(rule), property), { numRuns: 100 });
}

function takes(rule: TextRule, text: string): void {
  strictEqual(textFlaw(rule, text), undefined);
}

describe("what is made of names that the rules take", () => {
  it("is an ARN that the rules take", () => {
    each(rules.clusterName, (name) => takes(rules.clusterArn, made.clusterArn(place, name)));
    each(rules.secretName, (name) => takes(rules.secretArn, made.secretArn(place, name, "AbC123")));
    each(rules.parameterName, (name) => takes(rules.parameterArn, made.parameterArn(place, name)));
    each(rules.roleName, (name) =>
      takes(rules.roleArn, made.roleArn("aws-us-gov", place.account, "/", name)),
    );
    each(rules.rolePath, (path) =>
      takes(rules.roleArn, made.roleArn("aws-us-gov", place.account, path, "web")),
    );
  });

  it("is a role's name that IAM takes", () => {
    each(rules.subdomain, (serviceAccount) => {
      const clusterArn = made.clusterArn(place, "Shop_1");
      const reader = { clusterArn, namespace: "n".repeat(63), serviceAccount };
      takes(rules.roleName, readerRoleName(reader));
      takes(rules.roleName, targetRoleName(reader));
    });
  });

  it("is a file that ASCP writes, where an inventory names one", () => {
    each(rules.fileName, (name) => takes(rules.fileAlias, name));
  });

  it("is the alias of a key, where several share the secrets", () => {
    each(rules.keyAliasStart, (alias) => takes(rules.keyAlias, `${alias}-999`));
    each(rules.keyAlias, (alias) => takes(rules.keyReference, alias));
  });
});

/** Rules for texts that no policy contains. */
const elsewhere: TextRule[] = [
  rules.anyText,
  rules.fileAlias,
  rules.mountPath,
  rules.providerSubject,
  rules.word,
];

const inPolicies = Object.entries(rules).flatMap(([name, rule]): [string, TextRule][] =>
  typeof rule === "object" && "pattern" in rule && !elsewhere.includes(rule) ? [[name, rule]] : [],
);

describe("what may stand in a policy", () => {
  for (const [name, rule] of inPolicies) {
    it(`rejects wildcards and variables in ${name}`, () => {
      const texts = textsOf(rule);
      const signs = fc.constantFrom("*", "?", "$");
      fc.assert(
        fc.property(texts, signs, fc.nat(), (text, sign, place) => {
          const at = place % (text.length + 1);
          strictEqual(rule.pattern.test(text.slice(0, at) + sign + text.slice(at)), false);
        }),
        { numRuns: 50 },
      );
    });
  }

  it("takes the role paths that IAM takes, but for those", () => {
    for (const path of ["/", "/pods/", "/a//b/", "/a!b:c~{d}/", `/${"p".repeat(510)}/`]) {
      strictEqual(textFlaw(rules.rolePath, path), undefined, path);
    }
    for (const path of ["", "pods/", "/pods", "/a b/", "/é/", `/${"p".repeat(511)}/`]) {
      strictEqual(rules.rolePath.pattern.test(path), false, path);
    }
  });
});

describe("regions", () => {
  it("are each of one partition", () => {
    const cases = {
      "us-east-1": ["aws", "amazonaws.com"],
      "us-gov-west-1": ["aws-us-gov", "amazonaws.com"],
      "cn-north-1": ["aws-cn", "amazonaws.com.cn"],
      "eusc-de-east-1": ["aws-eusc", "amazonaws.eu"],
      "us-iso-east-1": ["aws-iso", "c2s.ic.gov"],
      "us-isob-east-1": ["aws-iso-b", "sc2s.sgov.gov"],
      "eu-isoe-west-1": ["aws-iso-e", "cloud.adc-e.uk"],
      "us-isof-south-1": ["aws-iso-f", "csp.hci.ic.gov"],
    };
    for (const [name, [partition, suffix]] of Object.entries(cases)) {
      strictEqual(partitionOf(name), partition);
      strictEqual(dnsSuffixOf(name), suffix);
    }
  });

  it("that AWS is known to have are texts that the rule takes", () => {
    for (const name of knownRegions) strictEqual(textFlaw(region, name), undefined, name);
  });

  it("that AWS is not known to have are told with the nearest that it has", () => {
    strictEqual(unknownRegion("eu-central-1"), undefined);
    strictEqual(
      unknownRegion("eu-centrl-1"),
      'should be a region that AWS was known to have when this version was made, got "eu-centrl-1"; did you mean "eu-central-1"?',
    );
    for (const name of ["atlantis-central-1", "mars-north-1"]) {
      strictEqual(
        unknownRegion(name),
        `should be a region that AWS was known to have when this version was made, got "${name}"`,
      );
    }
  });

  it("give their partition to the ARNs of what is there", () => {
    const arn = "arn:aws-cn:kms:us-east-1:111111111111:key/abc";
    strictEqual(
      arnProblems([], arn, keyArn)[0]?.says,
      `must be of partition aws, as region us-east-1 is, got "${arn}"`,
    );
    strictEqual(arnProblems([], arn.replace("us-east", "cn-north"), keyArn).length, 0);
  });
});

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
    const rows = page.split("\n").filter((line) => /^\| `.*\d{4}-\d\d-\d\d\]\(/.test(line));
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

describe("the nodes of a created cluster", () => {
  const cases: [NodeCounts, [min: number, desired: number, max: number]][] = [
    [{}, [1, 2, 3]],
    [{ min: 4 }, [4, 4, 4]],
    [{ max: 1 }, [1, 1, 1]],
    [{ max: 10 }, [1, 2, 10]],
    [{ desired: 0 }, [0, 0, 3]],
    [{ min: 0, desired: 7 }, [0, 7, 7]],
  ];
  for (const [given, [min, desired, max]] of cases) {
    it(`are, with ${JSON.stringify(given)}, ${min} to ${max} and at first ${desired}`, () => {
      deepStrictEqual(nodeScaling(given), { min, desired, max });
    });
  }

  it("are of Arm where the family says so", () => {
    const types = ["m7g.large", "c7gn.xlarge", "g5g.xlarge", "a1.large", "t4g.nano"];
    const others = ["m7i.large", "g4dn.xlarge", "g5.xlarge", "t3.medium", "u-6tb1.metal"];
    deepStrictEqual([types.every(isArm), others.some(isArm)], [true, false]);
  });
});

describe("suggestions", () => {
  it("names the nearest, or else what is known", () => {
    strictEqual(suggestion("acount", ["account", "region"]), '; did you mean "account"?');
    strictEqual(suggestion("accuont", ["account", "region"]), '; did you mean "account"?');
    strictEqual(suggestion("x", ["region", "account"]), "; known: account, region");
    strictEqual(suggestion("nothing", []), "");
  });

  it("end once a million names were compared, however many are wrong", () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `name-${index}`);
    const suggest = suggestions(names);
    const given = names.filter((name) => suggest(`${name}x`) !== "");
    strictEqual(given.length, 100);
    strictEqual(suggest("name-0x"), '; did you mean "name-0"?');
  });
});
