import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A mistake in the prover's sources. */
export interface Mutation {
  /** Path from the checkout's root. */
  file: string;
  line: number;
  what: string;
}

/** The sources with all mistakes in them. `globalThis.MADE` is the place in `mutations` of the mistake that is active. */
export interface Mutated {
  mutations: Mutation[];
  /** By path. */
  texts: Map<string, string>;
}

/** Folders that turn documents into formulas. A proof alone does not reveal a mistake in them. */
const FOLDERS = ["encoder", "symbols", "request", "claims", "documents", "questions"];

/** Files that do the same for changes in access. */
const QUESTIONS = ["concerned.ts", "difference.ts", "reading-relation.ts", "sides.ts"];

/** Files that make no formulas: words of answers, forms of answers, and shortcuts that certificates do not take. */
const OTHERS = [
  "claims/administrator-entry.ts",
  "claims/as-evaluated.ts",
  "claims/fitting-resource.ts",
  "claims/undeclared-entry.ts",
  "documents/fingerprint.ts",
  "documents/reader-by-reader.ts",
  "documents/shape.ts",
];

/** Functions that make no formula: they find and describe a counterexample. */
const NOT_OF_FORMULAS = /^(explain|fix|fixOf|preferences|summary|title|examples|doubtfulSession)$/;

/** Makes every possible mistake, each at one place in the sources. */
export function mutate(root: string): Mutated {
  const made: Mutated = { mutations: [], texts: new Map() };
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(root, "proof/prover", folder)).sort()) {
      if (!name.endsWith(".ts") || OTHERS.includes(`${folder}/${name}`)) continue;
      if (folder === "questions" && !QUESTIONS.includes(name)) continue;
      const file = `proof/prover/${folder}/${name}`;
      made.texts.set(join(root, file), mutateFile(root, file, made.mutations));
    }
  }
  return made;
}

function mutateFile(root: string, file: string, mutations: Mutation[]): string {
  const source = readFileSync(join(root, file), "utf8");
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  /** The text of a node, in which each possible mistake is a choice. */
  const written = (node: ts.Node): string => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isNotOfFormulas(node)) {
      return node.getFullText(tree);
    }
    let text = "";
    let end = node.pos;
    ts.forEachChild(node, (child) => {
      text += source.slice(end, child.pos) + written(child);
      end = child.end;
    });
    text += source.slice(end, node.end);
    const start = node.getStart(tree) - node.pos;
    for (const { replacement, what } of changesOf(node, tree)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      const place = mutations.push({ file, line: line + 1, what }) - 1;
      const space = text.slice(0, start);
      text = `${space}(isMade(${place}) ? (${replacement}) : (${text.slice(start)}))`;
    }
    return text;
  };
  return `${IS_MADE}${written(tree)}`;
}

/**
 * `globalThis.SEEN` collects the mistakes whose places a question reaches. A mistake may cause an endless loop, so `globalThis.LEFT`
 * says how often its place may still be reached.
 */
const IS_MADE = `const isMade = (place) => {
  globalThis.SEEN?.add(place);
  if (globalThis.MADE !== place) return false;
  if (globalThis.LEFT-- <= 0) throw new Error("it does not end");
  return true;
};
`;

function isNotOfFormulas(node: ts.Node): boolean {
  const isNamed = ts.isFunctionDeclaration(node) || ts.isPropertyAssignment(node);
  return isNamed && node.name !== undefined && NOT_OF_FORMULAS.test(node.name.getText());
}

interface Change {
  replacement: string;
  what: string;
}

function changesOf(node: ts.Node, tree: ts.SourceFile): Change[] {
  const text = (one: ts.Node) => one.getText(tree);
  if (ts.isOptionalChain(node) || isAssigned(node)) return [];
  if (ts.isCallExpression(node)) return changesOfCall(node, text);
  if (ts.isConditionalExpression(node)) {
    const { whenFalse, whenTrue } = node;
    return [whenTrue, whenFalse].map((one) => ({
      replacement: `(${text(one)})`,
      what: "takes one case for both",
    }));
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return [{ replacement: text(node.operand), what: "loses a negation" }];
  }
  if (ts.isBinaryExpression(node)) return changesOfOperator(node, text);
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
    return node.elements.map((_, index) => ({
      replacement: `[${node.elements.filter((__, at) => at !== index).map(text)}]`,
      what: "forgets one of a list",
    }));
  }
  if (ts.isIdentifier(node) && ts.isExpression(node) && !isName(node)) {
    if (node.text === "always") return [{ replacement: "never", what: "never for always" }];
    if (node.text === "never") return [{ replacement: "always", what: "always for never" }];
  }
  return [];
}

/** Whether the node is on the left of an assignment. */
function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  if (!parent || !ts.isBinaryExpression(parent)) return false;
  return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node;
}

/** Whether the identifier is only a name, and not a value. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  return ts.isImportSpecifier(parent) || ts.isPropertyAccessExpression(parent);
}

function changesOfCall(node: ts.CallExpression, text: (one: ts.Node) => string): Change[] {
  const { arguments: given, expression } = node;
  const called = text(expression);
  const [first, second] = given;
  if (called === "not" && first) return [{ replacement: text(first), what: "loses a not" }];
  if (called === "implies" && first && second) {
    return [
      { replacement: "always", what: "demands nothing" },
      { replacement: text(second), what: "demands it always" },
    ];
  }
  if (called === "and" || called === "or") {
    const other = called === "and" ? "or" : "and";
    return [
      { replacement: `${other}(${given.map(text)})`, what: `${other} for ${called}` },
      ...(given.length < 2 ? [] : given).map((left) => ({
        replacement: `${called}(${given.filter((one) => one !== left).map(text)})`,
        what: `drops one of ${called}: ${text(left).replace(/\s+/g, " ").slice(0, 40)}`,
      })),
    ];
  }
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const of = text(expression.expression);
  switch (expression.name.text) {
    case "filter":
      return [{ replacement: of, what: "leaves nothing out" }];
    case "every":
      return [{ replacement: `${of}.some(${given.map(text)})`, what: "some for every" }];
    case "some":
      return [{ replacement: `${of}.every(${given.map(text)})`, what: "every for some" }];
    case "toLowerCase":
      return [{ replacement: of, what: "tells cases apart" }];
    default:
      return [];
  }
}

const OPERATORS: Record<string, string[]> = {
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "<": ["<="],
  "<=": ["<"],
  ">": [">="],
  ">=": [">"],
};

function changesOfOperator(
  { left, operatorToken, right }: ts.BinaryExpression,
  text: (one: ts.Node) => string,
): Change[] {
  const operator = operatorToken.getText();
  return (OPERATORS[operator] ?? []).map((other) => ({
    replacement: `(${text(left)}) ${other} (${text(right)})`,
    what: `${other} for ${operator}`,
  }));
}
