import { readFileSync } from "node:fs";
import ts from "typescript";

/** The outputs of a resource that its installed typings always promise: those that cannot be `undefined`. By type token. */
export function promisedOutputs(token: string): string[] {
  const { declarations, name } = typingsOf(token);
  return declarations
    .filter(ts.isClassDeclaration)
    .filter((one) => one.name?.text === name)
    .flatMap(({ members }) => [...members])
    .filter(ts.isPropertyDeclaration)
    .filter(({ type }) => isPromised(outputOf(type)))
    .map((member) => member.name.getText())
    .sort();
}

/** The members of a function's result that its installed typings promise. By the function's token. */
export function promisedResult(token: string): string[] {
  const { declarations, name } = typingsOf(token);
  return declarations
    .filter(ts.isInterfaceDeclaration)
    .filter((one) => one.name.text.toLowerCase() === `${name}result`.toLowerCase())
    .flatMap(({ members }) => [...members])
    .filter(ts.isPropertySignature)
    .filter(({ questionToken, type }) => !questionToken && isPromised(type))
    .map((member) => member.name.getText())
    .sort();
}

/** `aws:kms/key:Key` is declared in `@pulumi/aws/kms/key.d.ts`. A function of the module `index` is declared beside these folders. */
function typingsOf(token: string): { declarations: readonly ts.Statement[]; name: string } {
  const [scope = "", path = "", name = ""] = token.split(":");
  const file = require.resolve(`@pulumi/${scope}/${path.replace(/^index\//, "")}.d.ts`);
  const text = readFileSync(file, "utf8");
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return { declarations: statements, name };
}

/** The `T` of `pulumi.Output<T>`. */
function outputOf(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return type && ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined;
}

function isPromised(type: ts.TypeNode | undefined): boolean {
  if (!type) return false;
  const members = ts.isUnionTypeNode(type) ? type.types : [type];
  return !members.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
}
