import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { isMap, isScalar, parseDocument, visit } from "yaml";
import type { LandingZone } from "../../sdk/grant";
import { parseInventory } from "../../sdk/grant/inventory/parse-inventory";
import { areDeclaredAlike, declaredPart } from "../../stacks/declared-part";
import { stackPlan } from "../../stacks/stack-plan";
import type { StackRun } from "./run-stack";
import { runAnew, runVocabulary, VOCABULARY, zone } from "./vocabulary";

interface Changed {
  after: LandingZone;
  text: string;
}

/** The inventory with one value or entry changed, by the change. Most of these are inventories that somebody might write. */
function changedInventories(): Map<string, Changed> {
  const found = new Map<string, Changed>();
  const places: { path: (string | number)[]; values: unknown[] }[] = [];
  const original = parseDocument(VOCABULARY);
  visit(original, {
    Pair(_, pair, ancestors) {
      const path = pathOf([...ancestors, pair]);
      const { value } = pair;
      places.push({ path, values: isScalar(value) ? others(value.value) : [] });
    },
  });
  for (const { path, values } of places) {
    // The first other value that is valid is enough.
    for (const some of [[undefined], values]) {
      for (const value of some) {
        const changed = original.clone();
        if (value === undefined) changed.deleteIn(path);
        else changed.setIn(path, value);
        const text = changed.toString();
        const parsed = parseInventory(text, "landing-zone.yaml");
        if ("problems" in parsed) continue;
        found.set(`${path.join(".")}: ${value}`, { after: parsed.landingZone, text });
        break;
      }
    }
  }
  return found;
}

function usable(text: string, like?: Parameters<typeof parseInventory>[4]) {
  const parsed = parseInventory(text, "landing-zone.yaml", [], [], like);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

function pathOf(ancestors: readonly unknown[]): (string | number)[] {
  return ancestors.flatMap((one, index): (string | number)[] => {
    const parent = ancestors[index - 1] as { items?: unknown[] } | undefined;
    if (one !== null && typeof one === "object" && "key" in one) {
      return [String((one.key as { value: unknown }).value)];
    }
    return parent?.items && !isMap(parent) ? [parent.items.indexOf(one)] : [];
  });
}

/** Other values of the same kind. */
function others(value: unknown): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1];
  const text = String(value);
  return [`${text}x`, text.replace(/[1-8](?=[^0-9]*$)/, "9"), text.replace("eu-", "us-")].filter(
    (one) => one !== text,
  );
}

/** Everything that the engine would be told. */
function registrations({ outputs, registered, resources }: StackRun): unknown {
  // Each run has another kubeconfig.
  const shown = (one: unknown) => JSON.stringify(one).replace(/"kubeconfig":"[^"{]*"/, "");
  const sorted = (list: readonly unknown[]) => list.map(shown).sort();
  return { outputs, registered: sorted(registered), resources: sorted(resources) };
}

describe("what an inventory declares for a stack", () => {
  const changed = changedInventories();
  let leftOut = 0;
  const { warn } = pulumi.log;

  before(() => {
    (pulumi.log as { warn: unknown }).warn = () => {};
  });

  after(() => {
    (pulumi.log as { warn: unknown }).warn = warn;
    console.log(`      ${changed.size} changed inventories, ${leftOut} stacks left out`);
  });

  it("tells apart each two inventories of which the program registers something else", async () => {
    for (const [change, { after }] of changed) {
      for (const stack of stackPlan(after)) {
        const before = stackPlan(zone).find(({ name }) => name === stack.name);
        if (!before || declaredPart(zone, before) !== declaredPart(after, stack)) continue;
        leftOut += 1;
        const was = registrations(await runVocabulary(stack.name));
        deepStrictEqual(
          registrations(await runAnew(stack.name, after)),
          was,
          `${change}: ${stack.name}`,
        );
      }
    }
    ok(leftOut > 100, `${leftOut}`);
  }).timeout(0);

  it("is compared with the same result where the inventories share their entries", () => {
    const like = usable(VOCABULARY);
    let alike = 0;
    for (const [change, { after, text }] of changed) {
      const shared = usable(text, like).landingZone;
      for (const [place, stack] of stackPlan(after).entries()) {
        const before = stackPlan(like.landingZone).find(({ name }) => name === stack.name);
        const now = stackPlan(shared)[place];
        if (!before || !now) continue;
        const isAlike = declaredPart(like.landingZone, before) === declaredPart(after, stack);
        alike += isAlike ? 1 : 0;
        deepStrictEqual(
          areDeclaredAlike({ zone: like.landingZone, stack: before }, { zone: shared, stack: now }),
          isAlike,
          `${change}: ${stack.name}`,
        );
      }
    }
    ok(alike > 100, `${alike}`);
  });

  it("is a text wherever keys, former secrets and what others have stand", () => {
    const theirs = "arn:aws:secretsmanager:us-east-1:222222222222:secret:theirs-AbCdEf";
    const key = (account: string, id: string) => `arn:aws:kms:us-east-1:${account}:key/${id}`;
    const cluster = "arn:aws:eks:us-east-1:333333333333:cluster/audit";
    const { landingZone } = usable(`
accounts:
  shop: { id: "111111111111", region: us-east-1 }
  data: { id: "444444444444", region: us-east-1 }
clusters: { shop: { account: shop, existing: true }, new: { account: data, create: {} } }
secrets:
  theirs: { external: true, arn: "${theirs}", key: "${key("222222222222", "k")}" }
  copied: { account: shop, key: own, replicas: [{ region: eu-west-1, key: copies }] }
  renamed: { account: shop, key: own, renamedFrom: old }
  moved: { account: data, key: gone, movedFrom: { account: shop } }
parameters:
  /a: { account: shop, key: own }
  /b: { account: shop, key: "${key("111111111111", "p")}" }
readers:
  web: { cluster: shop, namespace: shop, serviceAccount: web, reads: [theirs, copied, moved, { parameter: /a, as: a }, { parameter: /b, as: b }] }
  target: { cluster: new, namespace: shop, serviceAccount: web, mode: targetRole, reads: [renamed] }
  audit: { external: true, clusterArn: "${cluster}", namespace: audit, serviceAccount: audit, roleArn: "arn:aws:iam::333333333333:role/audit", reads: [copied, moved] }
`);
    for (const stack of stackPlan(landingZone)) {
      const text = declaredPart(landingZone, stack);
      match(text, /"theirs"/, stack.name);
      // If a reference back had a depth, it would hide an attribute that nobody has thought of.
      doesNotMatch(text, /\{"depth"/, stack.name);
    }
  });

  it("is a text that ends where an inventory refers back in a way that nobody has thought of", () => {
    const text = (name: string) => {
      const [own] = zone.accounts;
      const [stack] = stackPlan(zone);
      if (!own || !stack) throw new Error("no stack");
      const more: { name: string; back?: object } = { name };
      more.back = { more };
      const around = { ...zone, more };
      return declaredPart(around, stack);
    };
    match(text("one"), /"more":\{"name":"one","back":\{"more":\{"depth":1\}\}\}/);
    notStrictEqual(text("one"), text("another"));
  });
});
