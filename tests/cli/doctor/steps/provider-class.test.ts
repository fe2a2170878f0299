import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";

import { classOf, facts, pending, readerOf, results, wrongAt } from "./healthy-facts";

const OWN = classOf(readerOf());

/** The class with other parameters, or with other members of its spec. */
function changed(parameters: Record<string, unknown>, spec: object = {}, labels?: object) {
  return {
    providerClass: {
      value: {
        metadata: { ...OWN.metadata, ...(labels && { labels: { ...labels } }) },
        spec: { ...OWN.spec, ...spec, parameters: { ...OWN.spec.parameters, ...parameters } },
      },
    },
  };
}
const objects = (from: string | RegExp, to: string) => ({
  objects: OWN.spec.parameters.objects?.replace(from, to),
});

describe("the step provider-class", () => {
  it("is wrong where the class is not there", () => {
    const { cause, mend } = wrongAt("provider-class", { providerClass: { value: undefined } });
    strictEqual(cause, "EPS-250");
    strictEqual(mend.commands[0], "eks-pod-secrets up --refresh --yes --only a.workloads");
    match(mend.commands[1] ?? "", /delete pod web-1$/);
  });

  it("replaces no pod that has mounted nothing yet", () => {
    const pods = { value: [pending("web-1", 200)] };
    const { mend } = wrongAt("provider-class", { providerClass: { value: undefined }, pods });
    strictEqual(mend.commands.length, 1);
  });

  it("is wrong with another provider", () => {
    strictEqual(wrongAt("provider-class", changed({}, { provider: "vault" })).cause, "EPS-205");
  });

  for (const [what, usePodIdentity] of [
    ["without usePodIdentity", undefined],
    ["with usePodIdentity false", "false"],
  ]) {
    it(`is wrong ${what}`, () => {
      strictEqual(wrongAt("provider-class", changed({ usePodIdentity })).cause, "EPS-352");
    });
  }

  it("has parameters taken away that another has written, and leaves those of the inventory", () => {
    const { cause, mend } = wrongAt("provider-class", changed({ pathTranslation: "-" }));
    strictEqual(cause, "EPS-203");
    match(
      mend.commands[0] ?? "",
      /--patch '\{"spec":\{"parameters":\{"pathTranslation":null\}\}\}'$/,
    );
    const [own] = wrongAt("provider-class", changed({ region: "eu-west-1" })).mend.commands;
    strictEqual(own, "eks-pod-secrets up --refresh --yes --only a.workloads");
    const strange = wrongAt("provider-class", changed({ "$(reboot)": "x" }));
    strictEqual(JSON.stringify(strange).includes("reboot"), false);
  });

  it("is wrong where usePodIdentity stands within objects, where nobody reads it", () => {
    const inside = { ...objects("- ", '- usePodIdentity: "true"\n  '), usePodIdentity: undefined };
    deepStrictEqual(results("provider-class", changed(inside)), ["EPS-352", "EPS-201"]);
  });

  it("is wrong where an object is missing, too many, or mounted otherwise", () => {
    const lacks = wrongAt("provider-class", changed(objects("/flags", "/others")));
    strictEqual(lacks.cause, "EPS-201");
    match(lacks.says, /lacks \/flags and names \/others, which the inventory does not grant$/);
    for (const strange of ["AKIAIOSFODNN7EXAMPLE", "$(reboot)"]) {
      const more = wrongAt("provider-class", changed(objects("/flags", strange)));
      match(more.says, /names another object, which/);
    }
    const otherwise = wrongAt("provider-class", changed(objects("ssmparameter", "secretsmanager")));
    match(otherwise.says, /mounts the objects otherwise/);
    strictEqual(wrongAt("provider-class", changed({ objects: "{" })).cause, "EPS-201");
  });

  it("is wrong with the ARN of a secret that was made anew, if the owner says its ARN", () => {
    const stale = changed(objects(/(secret:foreign)-\w{6}/, "$1-AAAAAA"));
    strictEqual(wrongAt("provider-class", stale).cause, "EPS-202");
    const wanted = facts().wanted.map(() => ({ unseen: "refused" }));
    deepStrictEqual(results("provider-class", { ...stale, wanted }), ["right"]);
  });

  it("is right with the same objects in another text", () => {
    const spaced = objects(
      /"objectType": "ssmparameter"|objectType: "ssmparameter"/,
      "objectType: ssmparameter",
    );
    deepStrictEqual(results("provider-class", changed(spaced)), ["right"]);
  });

  it("is wrong with another region, or with copies that nobody declared", () => {
    const region = wrongAt("provider-class", changed({ region: "eu-west-1" }));
    strictEqual(region.cause, "EPS-203");
    match(region.says, /: web\/web has other region$/);
    const copies = changed({}, { secretObjects: [{ secretName: "copy" }] });
    strictEqual(wrongAt("provider-class", copies).cause, "EPS-203");
  });

  it("names the tool that keeps another class of the same name, and repeats no label", () => {
    const label = { "app.kubernetes.io/managed-by": "Helm" };
    const { cause, mend, says } = wrongAt("provider-class", changed({ region: "x" }, {}, label));
    strictEqual(cause, "EPS-204");
    match(says, /belongs to Helm, and has other region/);
    deepStrictEqual(mend.commands, []);
    const strange = { "app.kubernetes.io/managed-by": "$(rm -rf /)" };
    doesNotMatch(wrongAt("provider-class", changed({ region: "x" }, {}, strange)).says, /rm/);
  });
});
