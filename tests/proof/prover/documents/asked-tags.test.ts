import assert from "node:assert";
import fc from "fast-check";
import { PolicyGrammarError, parsePolicy } from "../../../../proof";
import type { Token } from "../../../../proof/grammar/syntax";
import { tagsAskedIn } from "../../../../proof/prover/documents/asked-tags";
import { allow } from "../../statements";
import { policy } from "../deployments/deployment";

/** Condition keys that the grammar finds in a policy. Undefined if it is not a policy. */
function namesRead(document: object): string[] | undefined {
  const variables = (tokens: Token[]) =>
    tokens.flatMap((token) => (token.kind === "variable" ? [token.key.name] : []));
  try {
    const { statements } = parsePolicy({ name: "one", document }, "identity");
    return statements.flatMap(({ conditions, resource }) => [
      ...(resource?.patterns ?? []).flatMap(({ tokens }) => variables(tokens)),
      ...conditions.flatMap(({ comparison, key }) => [
        key.name,
        ...(comparison.type === "string" ? comparison.values : []).flatMap(({ tokens }) =>
          variables(tokens),
        ),
      ]),
    ]);
  } catch (error) {
    if (error instanceof PolicyGrammarError) return undefined;
    throw error;
  }
}

describe("tags that a policy asks for", () => {
  it("are at least those that the grammar reads out of it", () => {
    const part = fc.string({
      unit: fc.constantFrom(..."abT,'}{$ :/", "tag/", "${", "aws:PrincipalTag/", "Σ", "*"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(part, part, (tag, text) => {
        const key = `aws:ResourceTag/${tag}`;
        const value = `${text}\${aws:PrincipalTag/${tag}}${text}`;
        const condition = { StringLike: { [key]: value } };
        const document = policy(allow("s3:GetObject", "*", condition));
        const asked = tagsAskedIn(JSON.stringify(document));
        for (const name of namesRead(document) ?? []) {
          const [, tag] = /^aws:(?:principal|resource)tag\/(.*)$/s.exec(name) ?? [];
          assert.ok(tag === undefined || asked.includes(tag), name);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("are no others", () => {
    const condition = { StringEquals: { "aws:ResourceTag/App": "x" } };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
    const path = "arn:aws:s3:::x/tag/y/${aws:PrincipalTag/Team, 'tag/z'}";
    const asked = tagsAskedIn(JSON.stringify(policy(allow("s3:GetObject", path, condition))));
    assert.deepStrictEqual([...asked].sort(), ["app", "team"]);
  });
});
