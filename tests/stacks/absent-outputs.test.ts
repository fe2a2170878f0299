import { deepStrictEqual, ok } from "node:assert";
import ts from "typescript";

/** A place where product code reads a property of a resource, or of a function's answer. */
interface Reading {
  /** File and line. */
  place: string;
  /** Type and property, such as `Secret.arn`. */
  property: string;
  /** Whether the property can be absent according to the typings. */
  mayBeAbsent: boolean;
  /** Whether the code says what to do then. */
  isGuarded: boolean;
}

const PROVIDERS = /node_modules\/@pulumi\/(?:aws|eks|kubernetes)\//;

/** Code that reads a property, and whether it wrongly takes an absent property for present. */
const TRIALS: [code: string, isTaken: boolean][] = [
  ["[secret.arn, secret.name]", false],
  ["secret.kmsKeyId", true],
  ["secret.kmsKeyId.apply((key) => key ?? '')", false],
  ["addon.arn", true],
  ["addon.arn as string", true],
  ["addon.arn?.length", false],
  ["addon.arn ?? ''", false],
  ["[addon].map(({ arn }) => arn)", true],
  ["[addon].map(({ arn = '' }) => arn)", false],
];

const TRIED_FILE = "stacks/tried.ts";
const FIRST_LINE = 5;
const TRIED = `import type { Secret } from "@pulumi/aws/secretsmanager/secret";
import type { GetAddonResult } from "@pulumi/aws/eks/getAddon";
declare const secret: Secret;
declare const addon: Partial<GetAddonResult>;
${TRIALS.map(([code], index) => `export const tried${index} = ${code};`).join("\n")}
`;

describe("what deployed code reads of resources", () => {
  let readings: Reading[];
  let tried: Reading[];

  before(() => {
    const program = programOf(["sdk", "stacks"], TRIED);
    const all = readingsOf(program);
    tried = all.filter(isTried);
    readings = all.filter((one) => !isTried(one));
  });

  it("is there by the providers' typings, or the code says what happens without it", () => {
    const taken = readings.filter(({ isGuarded, mayBeAbsent }) => mayBeAbsent && !isGuarded);
    deepStrictEqual(taken, []);
  });

  it("is found by these tests, whether it is an output, a member of one or a function's answer", () => {
    const properties = readings.map(({ property }) => property);
    for (const property of [
      "Secret.arn",
      "PodIdentityAssociation.associationId",
      "Cluster.certificateAuthority",
      "ClusterIdentityOidc.issuer",
      "GetClusterResult.version",
    ]) {
      ok(properties.includes(property), property);
    }
  });

  for (const [index, [code, isTaken]] of TRIALS.entries()) {
    it(`is ${isTaken ? "refused" : "accepted"} as ${code}`, () => {
      const here = tried.filter(({ place }) => place === `${TRIED_FILE}:${FIRST_LINE + index}`);
      deepStrictEqual(
        here.some(({ isGuarded, mayBeAbsent }) => mayBeAbsent && !isGuarded),
        isTaken,
      );
      ok(here.length > 0);
    });
  }
});

function isTried({ place }: Reading): boolean {
  return place.startsWith(TRIED_FILE);
}

/** The checkout's program in these folders, and one more file that is not on the disk. */
function programOf(folders: string[], text: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile("tsconfig.json", undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(String(messageText));
    },
  });
  const root = process.cwd();
  const own = folders.flatMap((folder) => ts.sys.readDirectory(`${root}/${folder}`, [".ts"]));
  const options = { ...config?.options, noEmit: true };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  const more = `${root}/${TRIED_FILE}`;
  host.fileExists = (name) => name === more || fileExists(name);
  host.getSourceFile = (name, target) =>
    name === more ? ts.createSourceFile(name, text, target, true) : getSourceFile(name, target);
  return ts.createProgram([...own, more], options, host);
}

function readingsOf(program: ts.Program): Reading[] {
  const checker = program.getTypeChecker();
  const readings: Reading[] = [];
  const look = (owner: ts.Node, name: string, node: ts.Node) => {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(owner));
    const symbol = checker.getPropertyOfType(checker.getApparentType(type), name);
    const declaration = symbol?.declarations?.[0];
    const source = node.getSourceFile();
    if (!symbol || !declaration || !PROVIDERS.test(declaration.getSourceFile().fileName)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const { name: declared } = declaration.parent as ts.DeclarationStatement;
    readings.push({
      place: `${source.fileName.slice(process.cwd().length + 1)}:${line + 1}`,
      property: `${declared?.getText()}.${name}`,
      mayBeAbsent: mayBeAbsent(checker.getTypeOfSymbolAtLocation(symbol, node)),
      isGuarded: isGuarded(node),
    });
  };
  const visit = (node: ts.Node) => {
    if (ts.isPropertyAccessExpression(node)) look(node.expression, node.name.text, node);
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      look(node.parent, (node.propertyName ?? node.name).getText(), node);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getRootFileNames()) visit(program.getSourceFile(file) as ts.Node);
  return readings;
}

/** Whether a value, or the value in an output, can be `undefined`. */
function mayBeAbsent(type: ts.Type): boolean {
  const [held = type] = type.aliasSymbol?.name === "Output" ? (type.aliasTypeArguments ?? []) : [];
  const members = held.isUnion() ? held.types : [held];
  return members.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
}

/** In a function given to `apply`, the compiler checks this itself, because the value there has the type of the typings. */
function isGuarded(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBindingElement(node)) return node.initializer !== undefined;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.questionDotToken !== undefined || parent.name.text === "apply";
  }
  if (ts.isBinaryExpression(parent)) {
    const guards = [
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
    ];
    return parent.left === node && guards.includes(parent.operatorToken.kind);
  }
  return ts.isConditionalExpression(parent) && parent.condition === node;
}
