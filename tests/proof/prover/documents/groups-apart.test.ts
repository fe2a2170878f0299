import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { CLAIMS } from "../../../../proof/prover/claims/claim";
import type { Deployment } from "../../../../proof/prover/documents/deployment";
import { GroupsApart } from "../../../../proof/prover/documents/groups-apart";
import { sidesApart } from "../../../../proof/prover/questions/changes-left";
import { listClaims } from "../../../../proof/prover/questions/prove";
import type { ListedClaim } from "../../../../proof/prover/questions/settler";
import { type Arns, sidesOf, targetsByName } from "../../../../proof/prover/questions/sides";
import { type AccessDocuments, deploymentOf } from "../../pods";
import * as the from "../deployments/deployment";
import { themes, wholeAccounts } from "../deployments/themes";
import { besideItself } from "../questions/beside-itself";
import { everyKind } from "../questions/every-kind";
import { changedAt, FROM, placesIn } from "../questions/mutants";

/** How many variants of each deployment to try, with names mixed at random. Raise it after a change of how documents are divided. */
const MIXED = Number(process.env.MIXED_DOCUMENTS || 8);

/** Other texts for the names in these documents, and texts that match many of the names. */
function namesFor(documents: AccessDocuments): string[] {
  const { keys, parameters, roles, secrets, users } = documents;
  const arns = [keys, parameters, roles, secrets, users].flatMap((list) =>
    (list ?? []).map(({ arn }) => arn),
  );
  return arns.flatMap((arn) => {
    const [, , , region = "", account = ""] = arn.split(":");
    const [path, name] = [arn.slice(0, arn.lastIndexOf("/")), arn.slice(arn.lastIndexOf("/") + 1)];
    const elsewhere = region === "" ? arn : arn.replace(region, "eu-west-1");
    return [
      ...[arn, arn, arn, elsewhere, path, `${path}/*`, `*${name}`, `arn:aws:iam::*:role/*/${name}`],
      ...[`arn:aws:sts::${account}:assumed-role/${name}/a`, `arn:aws:iam::${account}:root`],
      ...["*", account, `${arn} `, arn.replace(name, `\${aws:username}`)],
      ...[`arn:aws:sts::${the.PARTNER}:assumed-role/${name}/a`, arn.toUpperCase()],
    ];
  });
}

/** Random numbers below a bound. The same start gives the same numbers. */
function numbersFrom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Replaces texts in up to three places, or everywhere the same text appears. Sometimes it removes one. */
function mixed(documents: AccessDocuments, names: string[], below: (bound: number) => number) {
  let found: unknown = documents;
  for (let times = 1 + below(3); times > 0; times--) {
    const places = placesIn(found).filter(({ value }) => typeof value === "string");
    const place = places[below(places.length)];
    const name = names[below(names.length)] ?? "";
    if (!place) continue;
    if (below(4) === 0) {
      const [text, other] = [place.value, name].map((one) => JSON.stringify(one));
      found = JSON.parse(JSON.stringify(found).replaceAll(text ?? "", other ?? ""));
    } else found = changedAt(found, place.path, below(8) > 0 ? name : undefined);
  }
  return found as AccessDocuments;
}

/** The grounds of a claim, as a text. Undefined if these documents cannot have that claim. */
function groundsOf({ claim, subject, work }: ListedClaim): string | undefined {
  try {
    const { given, slice } = work();
    return JSON.stringify([claim, subject, given, slice()]);
  } catch {
    return undefined;
  }
}

/** Returns how many groups have claims. Each claim must rest only on its group and on the common documents. */
function groupsThatMustDo(documents: AccessDocuments, title: string): number {
  let apart: GroupsApart;
  let claims: ListedClaim[];
  try {
    const whole = deploymentOf(documents);
    apart = new GroupsApart([whole]);
    claims = listClaims(CLAIMS, whole);
  } catch {
    return 0;
  }
  const groups = new Set(claims.flatMap(({ named }) => apart.groupOf(named) ?? []));
  for (const group of groups) {
    const isOfGroup = ({ named }: ListedClaim) => apart.groupOf(named) === group;
    const own = listClaims(CLAIMS, apart.deploymentOf(new Set([group]))).filter(isOfGroup);
    const all = claims.filter(isOfGroup);
    strictEqual(own.length, all.length, title);
    for (const [index, one] of all.entries()) {
      const grounds = groundsOf(one);
      if (grounds === undefined) continue;
      const of = own[index];
      deepStrictEqual(of && groundsOf(of), grounds, `${title}: ${one.claim} of ${one.subject}`);
    }
  }
  return groups.size;
}

/** The same for both sides of a read, in two versions of the documents. */
function sidesThatMustDo(before: AccessDocuments, after: AccessDocuments, title: string): number {
  const settings = { dropped: new Set<string>() };
  let apart: ReturnType<typeof sidesApart>;
  let [old, now]: Deployment[] = [];
  let targets: Map<string, string>[];
  try {
    [old, now] = [deploymentOf(before), deploymentOf(after)];
    apart = sidesApart(old, now);
    targets = [targetsByName(old), targetsByName(now)];
  } catch {
    return 0;
  }
  const { groupOf } = apart;
  const told = (arns: Arns, one: Deployment, other: Deployment) => {
    try {
      const sides = sidesOf(one, other, arns, settings);
      return JSON.stringify([sides.before, sides.after].map((side) => side?.deployment.documents));
    } catch {
      return undefined;
    }
  };
  const groups = new Set<number>();
  for (const name of new Set(targets.flatMap((one) => [...one.keys()]))) {
    const arns = { before: targets[0]?.get(name), after: targets[1]?.get(name) };
    const group = groupOf(arns);
    if (group === undefined) continue;
    groups.add(group);
    const [own, others] = [0, 1].map((version) =>
      apart.apart.deploymentOf(new Set([group]), version),
    ) as [Deployment, Deployment];
    const whole = told(arns, old, now);
    if (whole !== undefined) strictEqual(told(arns, own, others), whole, `${title}: ${name}`);
  }
  return groups.size;
}

describe(`groups of documents that name nothing of one another, from ${FROM}`, () => {
  let [many, manySides, all] = [0, 0, 0];

  for (const [theme, deployments] of Object.entries({ ...themes, ...wholeAccounts })) {
    it(`have all that a claim about one of them rests on: ${theme}`, () => {
      for (const [index, { documents, title }] of deployments.entries()) {
        const twice = besideItself(documents);
        const names = namesFor(twice);
        const below = numbersFrom(FROM + index);
        groupsThatMustDo(twice, title);
        for (let count = 0; count < MIXED; count++) {
          const changed = mixed(twice, names, below);
          all += 1;
          if (groupsThatMustDo(changed, `${title}, mixed ${count}`) > 1) many += 1;
          const [one, other] = count % 2 > 0 ? [twice, changed] : [changed, twice];
          if (sidesThatMustDo(one, other, `${title}, sides ${count}`) > 1) manySides += 1;
        }
      }
    });
  }

  it("say of which of the first version's documents the second has only some", () => {
    const documents = {
      keys: [{ arn: the.KEY, policy: null }],
      secrets: ["a", "b"].map((name) => ({ arn: `${the.SECRET}-${name}`, key: the.KEY })),
    };
    const whole = deploymentOf(documents);
    const texts = documents.secrets.map((one) => {
      const apart = new GroupsApart([whole, deploymentOf({ ...documents, secrets: [one] })]);
      return apart.textOf(apart.groupOf(the.KEY) ?? 0);
    });
    strictEqual(new Set(texts).size, 2);
  });

  it("tell of every kind of document that one version has another, wherever the change is", () => {
    const replica = the.SECRET.replace(the.REGION, "eu-west-1");
    const [secret, ...others] = everyKind.secrets ?? [];
    ok(secret);
    const before: AccessDocuments = {
      ...everyKind,
      secrets: [
        { ...secret, tags: { team: "a" }, copies: [replica] },
        { ...secret, arn: replica, copies: [the.SECRET] },
        ...others,
      ],
    };
    const textsOf = (after: AccessDocuments) => {
      const apart = new GroupsApart([before, after].map((one) => deploymentOf(one)));
      return apart.groups.map((group) => apart.textOf(group)).sort();
    };
    const same = textsOf(JSON.parse(JSON.stringify(before)));
    const changed = new Set<string>();
    for (const { path } of placesIn(before)) {
      const after = changedAt(before, path, "other") as AccessDocuments;
      let texts: ReturnType<typeof textsOf>;
      try {
        texts = textsOf(after);
      } catch {
        continue;
      }
      notDeepStrictEqual(texts, same, path.join("."));
      changed.add(path.filter((one) => typeof one === "string").join("."));
    }
    const kinds = [
      ...["roles.trust", "roles.policies", "roles.permissionsBoundary", "roles.keptPolicies"],
      ...["keys.policy", "keys.grants", "secrets.policy", "secrets.tags", "secrets.copies"],
      ...["associations.roleArn", "associations.policy", "grants.secret", "parameters.sharedWith"],
      ...["users.policies", "users.groups", "groups.policies", "vpcEndpoints.policy"],
      ...["serviceControlPolicies", "resourceControlPolicies"].map((one) => `organization.${one}`),
    ];
    deepStrictEqual(
      kinds.filter((kind) => ![...changed].some((one) => one.startsWith(kind))),
      [],
    );
  });

  it("are several in enough of these documents", () => {
    ok(many * 10 > all, `of ${all} documents only ${many} fell apart`);
    ok(manySides * 10 > all, `of ${all} pairs of documents only ${manySides} fell apart`);
  });
});
