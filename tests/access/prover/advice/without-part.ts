import type { Removal } from "../../../../sdk/access/prover/advice/removals";

type Json = Record<string, unknown>;

/** The document, written anew without the part. */
export function withoutPart(given: object, { place, statement: index }: Removal): object {
  const { Statement: raw } = given as { Statement: Json | Json[] };
  const statements = structuredClone(Array.isArray(raw) ? raw : [raw]);
  const one = statements[index] as Json;
  const [what = "", at = "0", , value] = place.split(" ");
  if (what === "statement") statements.splice(index, 1);
  else if (what === "principal") dropPrincipal(one, Number(at));
  else if (what === "condition") dropCondition(one, Number(at), value);
  else {
    const element = what.charAt(0).toUpperCase() + what.slice(1);
    const list = one[element] ?? one[`Not${element}`];
    (list as unknown[]).splice(Number(at), 1);
  }
  return { ...given, Statement: statements };
}

function dropPrincipal(statement: Json, position: number): void {
  const lists = Object.values((statement.Principal ?? statement.NotPrincipal) as Json);
  let left = position;
  for (const list of lists) {
    const length = Array.isArray(list) ? list.length : 1;
    if (left < length) {
      (list as unknown[]).splice(left, 1);
      return;
    }
    left -= length;
  }
}

function dropCondition({ Condition }: Json, position: number, value: string | undefined): void {
  const all = Object.values(Condition as Record<string, Json>).flatMap((keys) =>
    Object.keys(keys).map((key) => ({ keys, key })),
  );
  const { key = "", keys = {} } = all[position] ?? {};
  if (value === undefined) delete keys[key];
  else (keys[key] as unknown[]).splice(Number(value), 1);
}
