import type { AccessDocuments } from "../domain/documents";
import type { RawPolicy } from "../grammar/syntax";
import type { World } from "./change";

/** A policy of a resource that the attacker writes: everyone may do everything. */
export const OPEN_TO_ALL: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Attacker", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

type Lists = Required<Omit<AccessDocuments, "principalKind" | "organization" | "wholeAccounts">>;
type Listed = {
  [List in keyof Lists]: NonNullable<Lists[List]> extends (infer One)[]
    ? One extends { arn: string }
      ? One
      : never
    : never;
};
type ListName = { [List in keyof Listed]: Listed[List] extends never ? never : List }[keyof Listed];

/** The world with what `change` makes of the documents of one ARN. */
export function withChanged<List extends ListName>(
  world: World,
  list: List,
  arn: string,
  change: (one: Listed[List]) => Listed[List],
): World {
  const all = (world.documents[list] ?? []) as Listed[List][];
  const changed = all.map((one) => ((one as { arn: string }).arn === arn ? change(one) : one));
  return { ...world, documents: { ...world.documents, [list]: changed } };
}
