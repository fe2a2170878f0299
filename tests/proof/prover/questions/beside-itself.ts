import type { AccessDocuments } from "../../pods";

/** The names in a deployment, and the names of its copy. */
const RENAMING = [
  ["billing", "invoices"],
  ["reports", "orders"],
  ["0d4c5a1e", "1d4c5a1e"],
] as const;

/** The documents of the deployment, and a copy of them with other names. */
export function besideItself(documents: AccessDocuments): AccessDocuments {
  const plain: AccessDocuments = JSON.parse(JSON.stringify(documents));
  const renamed = RENAMING.reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    JSON.stringify(plain),
  );
  const other: AccessDocuments = JSON.parse(renamed);
  const both = new Map(Object.entries(plain));
  for (const [name, part] of Object.entries(other)) {
    const own = both.get(name);
    if (Array.isArray(own) && Array.isArray(part)) {
      const texts = new Set(own.map((one) => JSON.stringify(one)));
      const arns = new Set(own.map((one) => one?.arn));
      const isNew = (one: { arn?: string }) =>
        !texts.has(JSON.stringify(one)) && !(one?.arn && arns.has(one.arn));
      both.set(name, [...own, ...part.filter(isNew)]);
    } else if (own === undefined) both.set(name, part);
  }
  return Object.fromEntries(both);
}
