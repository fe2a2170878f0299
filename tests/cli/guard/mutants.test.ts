import { deepStrictEqual, ok } from "node:assert";
import type { ControlPolicy, WrittenGuard } from "../../../cli/guard/guard-policies";
import { proveGuards } from "../../../proof";
import { EVERYTHING, guardsOf } from "./guards";

type Statement = ControlPolicy["Statement"][number];

/** Variants of a statement, each with one part removed or widened, and what was done. */
function* mutantsOf(statement: Statement): Iterable<[string, Statement | undefined]> {
  yield ["without the statement", undefined];
  for (const part of ["Action", "Resource"] as const) {
    for (const [index, one] of statement[part].entries()) {
      const others = statement[part].toSpliced(index, 1);
      if (others.length > 0) yield [`without ${one}`, { ...statement, [part]: others }];
      const wide = part === "Action" ? one.replace(/:.*/, ":*") : one.replace(/[^:/]*$/, "*");
      if (wide !== one) yield [`${wide} for ${one}`, { ...statement, [part]: [...others, wide] }];
    }
  }
  for (const [operator, keys] of Object.entries(statement.Condition)) {
    for (const [key, given] of Object.entries(keys)) {
      const { [key]: _, ...left } = keys;
      const condition = (own: Record<string, string | string[]>) => ({
        ...statement,
        Condition: { ...statement.Condition, [operator]: own },
      });
      const { [operator]: __, ...others } = statement.Condition;
      yield [`without ${key}`, { ...statement, Condition: others }];
      if (typeof given === "string") {
        yield [`${key} is not ${given}`, condition({ ...left, [key]: String(given !== "true") })];
        continue;
      }
      const any = key.endsWith("Arn") ? "arn:*:*:*:*:*" : "*";
      yield [`any ${key}`, condition({ ...left, [key]: [...given, any] })];
      for (const [index, one] of given.entries()) {
        const rest = given.toSpliced(index, 1);
        if (rest.length > 0) yield [`${key} without ${one}`, condition({ ...left, [key]: rest })];
      }
    }
  }
}

function* mutants(guard: WrittenGuard): Iterable<[string, WrittenGuard]> {
  for (const kind of ["serviceControlPolicies", "resourceControlPolicies"] as const) {
    for (const [place, policy] of guard[kind].entries()) {
      for (const [index, statement] of policy.Statement.entries()) {
        for (const [what, mutant] of mutantsOf(statement)) {
          const Statement = policy.Statement.toSpliced(index, 1, ...(mutant ? [mutant] : []));
          const policies = guard[kind].with(place, { ...policy, Statement });
          yield [`${kind}[${place}].${index}: ${what}`, { ...guard, [kind]: policies }];
        }
      }
    }
  }
}

describe("a guard of which one part is dropped or widened", function () {
  this.timeout(300_000);

  for (const guard of guardsOf(EVERYTHING)) {
    it(`is refuted: ${guard.account}`, async () => {
      const survivors: string[] = [];
      let made = 0;
      for (const [what, mutant] of mutants(guard)) {
        made++;
        const { result } = await proveGuards([mutant]);
        if (result !== "refuted") survivors.push(`${what}: ${result}`);
      }
      ok(made > 100, `${made} mutants`);
      deepStrictEqual(survivors, []);
    });
  }
});
