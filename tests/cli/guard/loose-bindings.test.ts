import { deepStrictEqual, ok } from "node:assert/strict";
import { clustersOf } from "../../../cli/changes/world";
import { looseBindings } from "../../../cli/verbs/guard/kubernetes";
import { WAYS } from "../changes/planted/in-kubernetes";
import { NEAR_IN_KUBERNETES } from "../changes/planted/near/in-kubernetes";
import { type Case, granted, rule, worldOf } from "../changes/planted/world";

const NAMED = { users: [], groups: [], identities: [] };

/** The bindings to take away that have this subject. */
function looseIn(one: Case, subject = "Group team") {
  const world = worldOf(one);
  const [cluster] = clustersOf(world).clusters;
  ok(cluster);
  return looseBindings(world, cluster, NAMED).filter(({ subjects }) => subjects.includes(subject));
}

describe("the bindings that a guard of a cluster names", () => {
  // The others also need a call of AWS, which is refused there.
  for (const one of WAYS.filter(({ calls }) => !calls)) {
    it(`have those by which others come to read: ${one.title}`, () => {
      ok(looseIn(one).every(({ gives }) => gives.length > 0));
      ok(looseIn(one).length > 0);
    });
  }

  for (const one of NEAR_IN_KUBERNETES) {
    it(`have none by which nobody does: ${one.title}`, () => {
      deepStrictEqual(looseIn(one), []);
    });
  }

  it("have what looks like Kubernetes's own but gives rights to others", () => {
    const [role, binding] = granted([rule("create", "pods/exec")]);
    const named = (name: string, subject: object) => ({
      ...binding,
      metadata: { name },
      subjects: [subject],
    });
    const everybody = { kind: "Group", name: "system:authenticated" };
    const objects = [
      role,
      named("eks:more", { kind: "Group", name: "team" }),
      named("all", everybody),
    ];
    deepStrictEqual(
      looseIn({ title: "", objects: objects as object[] }).map((one) => one.binding),
      ["ClusterRoleBinding eks:more"],
    );
    const own = named("cluster-admin", { kind: "Group", name: "system:masters" });
    const all = { title: "", objects: [...objects, own] as object[] };
    deepStrictEqual(
      looseIn(all, "Group system:authenticated").map((one) => one.binding),
      ["ClusterRoleBinding all"],
    );
    deepStrictEqual(looseIn(all, "Group system:masters"), []);
  });
});
