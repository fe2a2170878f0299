import type { Certificate, CertifiedOrigin } from "iam-proof";

/** The clauses in DIMACS, each below a comment with its number and origin. */
export function dimacsText({ clauses, origins, variables }: Certificate, about: string[]): string {
  const lines = [...about.map(comment), `p cnf ${variables.length} ${clauses.length}`];
  for (const [index, { defines, literals, origin }] of clauses.entries()) {
    const words = originInWords(origins[origin] as CertifiedOrigin);
    const where = defines === undefined ? words : `defines ${defines}, for: ${words}`;
    lines.push(comment(`${index + 1} ${where}`), [...literals, 0].join(" "));
  }
  return `${lines.join("\n")}\n`;
}

/** The steps in LRAT: each clause with the numbers of those that show it. */
export function lratText({ clauses, steps }: Certificate): string {
  return steps
    .map(({ by, literals }, index) =>
      [clauses.length + index + 1, ...literals, 0, ...by, 0].join(" "),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** What the clauses mean: their origins, and what variables stand for. */
export function meaningText(
  { clauses, given, origins, patterns, templates, texts, variables }: Certificate,
  about: { claim: string; subject: string; question: number },
): string {
  const lists = {
    clauses: clauses.map(({ defines, origin }) => ({
      origin,
      ...(defines !== undefined && { defines }),
    })),
    ...{ origins, variables, texts, patterns, templates },
  };
  const entries = Object.entries(lists).map(([name, list]) => {
    const lines = list.map((one) => `  ${JSON.stringify(one)}`).join(",\n");
    return `"${name}": [\n${lines}\n]`;
  });
  const head = Object.entries({ ...about, given }).map(
    ([name, value]) => `"${name}": ${JSON.stringify(value)}`,
  );
  return `{\n${[...head, ...entries].join(",\n")}\n}\n`;
}

function originInWords(origin: CertifiedOrigin): string {
  switch (origin.kind) {
    case "statement":
      return `statement ${origin.sid ?? `${origin.index} (from 0)`} of the ${origin.document}`;
    case "fact":
      return "fact about texts";
    case "assumption":
      return `assumption ${origin.name}`;
    case "request":
      return `every request: ${origin.says}`;
    case "violation":
      return "what must not be possible";
  }
}

/** A comment is one line, whatever names documents have. */
function comment(text: string): string {
  return `c ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?")}`;
}
