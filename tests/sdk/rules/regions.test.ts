import { strictEqual } from "node:assert";
import { dnsSuffixOf, knownRegions, partitionOf } from "../../../proof/names";
import { arnProblems, keyArn, unknownRegion } from "../../../sdk/rules";
import { region } from "../../../sdk/rules/names";
import { textFlaw } from "../../../sdk/rules/rule";

describe("regions", () => {
  it("are each of one partition", () => {
    const cases = {
      "us-east-1": ["aws", "amazonaws.com"],
      "us-gov-west-1": ["aws-us-gov", "amazonaws.com"],
      "cn-north-1": ["aws-cn", "amazonaws.com.cn"],
      "eusc-de-east-1": ["aws-eusc", "amazonaws.eu"],
      "us-iso-east-1": ["aws-iso", "c2s.ic.gov"],
      "us-isob-east-1": ["aws-iso-b", "sc2s.sgov.gov"],
      "eu-isoe-west-1": ["aws-iso-e", "cloud.adc-e.uk"],
      "us-isof-south-1": ["aws-iso-f", "csp.hci.ic.gov"],
    };
    for (const [name, [partition, suffix]] of Object.entries(cases)) {
      strictEqual(partitionOf(name), partition);
      strictEqual(dnsSuffixOf(name), suffix);
    }
  });

  it("that AWS is known to have are texts that the rule takes", () => {
    for (const name of knownRegions) strictEqual(textFlaw(region, name), undefined, name);
  });

  it("that AWS is not known to have are told with the nearest that it has", () => {
    strictEqual(unknownRegion("eu-central-1"), undefined);
    strictEqual(
      unknownRegion("eu-centrl-1"),
      'should be a region that AWS was known to have when this version was made, got "eu-centrl-1"; did you mean "eu-central-1"?',
    );
    for (const name of ["atlantis-central-1", "mars-north-1"]) {
      strictEqual(
        unknownRegion(name),
        `should be a region that AWS was known to have when this version was made, got "${name}"`,
      );
    }
  });

  it("give their partition to the ARNs of what is there", () => {
    const arn = "arn:aws-cn:kms:us-east-1:111111111111:key/abc";
    strictEqual(
      arnProblems([], arn, keyArn)[0]?.says,
      `must be of partition aws, as region us-east-1 is, got "${arn}"`,
    );
    strictEqual(arnProblems([], arn.replace("us-east", "cn-north"), keyArn).length, 0);
  });
});
