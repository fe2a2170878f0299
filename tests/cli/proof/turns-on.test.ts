import { deepStrictEqual, doesNotMatch, match } from "node:assert";

import { denial, FROM_OFFICE, underControl } from "../../proof/under-control";
import { run, withFiles } from "../support";

const NONE =
  /turns on:? +aws:SourceIp: the request has none, so NotIpAddress "10\.0\.0\.0\/8" holds in statement "Office" of service control policy 1 at level 2 of account 111111111111\n/;
const WITHIN =
  /\n {4}turns on aws:SourceIp: the request has "10\.[\d.]+", so NotIpAddress "10\.0\.0\.0\/8" does not hold in statement "Office" of service control policy 1 /;

describe("what an answer turns on, in words and in JSON", () => {
  const ask = (documents: object, args: string[], request = {}) =>
    withFiles(
      { "access.json": JSON.stringify(documents), "request.json": JSON.stringify(request) },
      (directory) =>
        run([
          ...args.map((one) => one.replace("@", `${directory}/`)),
          ...["--documents", `${directory}/access.json`],
        ]),
    );
  const prove = ["prove", "--claim", "grant-available"];
  const office = underControl(denial(FROM_OFFICE));

  it("is told by prove and evaluate, which agree", async () => {
    const [text, json] = [await ask(office, prove), await ask(office, [...prove, "--json"])];
    deepStrictEqual([text.code, json.code], [1, 1]);
    match(text.stdout, NONE);
    const [{ counterexample }] = JSON.parse(json.stdout).claims;
    const args = ["evaluate", "--request", "@request.json"];
    const decided = await ask(office, [...args, "--json"], counterexample.request);
    deepStrictEqual(JSON.parse(decided.stdout).turnsOn, counterexample.turnsOn);
    match((await ask(office, args, counterexample.request)).stdout, NONE);
  });

  it("is told by who-can-read and blast-radius", async () => {
    match((await ask(office, ["who-can-read", "secret-b"])).stdout, WITHIN);
    const radius = ["blast-radius", "pod", "default/serviceaccount-b"];
    match((await ask(office, radius)).stdout, WITHIN);
    const { found } = JSON.parse((await ask(office, [...radius, "--json"])).stdout);
    deepStrictEqual(found[0].turnsOn[0].values, ["10.0.0.0/8"]);
  });

  it("is not told where a statement without conditions decides", async () => {
    const denied = underControl(denial());
    for (const args of [prove, [...prove, "--json"], ["who-can-read", "secret-b"]]) {
      doesNotMatch((await ask(denied, args)).stdout, /turns ?on/i);
    }
  });
});
