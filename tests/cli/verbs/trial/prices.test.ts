import { deepStrictEqual, strictEqual } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { pricesOf } from "../../../../cli/verbs/trial/prices";
import type { Charge, Made } from "../../../../cli/verbs/trial/trial-plan";

/** A product of the price list, as AWS writes it. */
function product(usagetype: string, description: string): string {
  const priceDimensions = { A: { unit: "Hrs", pricePerUnit: { USD: "1" }, description } };
  const terms = { OnDemand: { B: { priceDimensions } } };
  return JSON.stringify({ product: { attributes: { usagetype } }, terms });
}

describe("the prices of a trial", () => {
  const access = {
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    },
    callerArn: "",
  };
  const asked: { target?: string; service: string; region?: string; type?: string }[] = [];
  const server = createServer(async (request, response) => {
    const { Filters, ServiceCode } = JSON.parse(await text(request));
    const filtered = (name: string) =>
      Filters.find(({ Field }: { Field: string }) => Field === name)?.Value;
    const [region, type] = [filtered("regionCode"), filtered("instanceType")];
    asked.push({
      target: `${request.headers["x-amz-target"]}`,
      service: ServiceCode,
      region,
      type,
    });
    if (ServiceCode === "awskms") response.writeHead(400);
    const list =
      ServiceCode === "AmazonEKS"
        ? [
            product("EUC1-AmazonEKS-Hours:perCluster:Extended", "another one"),
            product("EUC1-AmazonEKS-Hours:perCluster", "1 USD per cluster and hour"),
          ]
        : [];
    response.end(JSON.stringify({ PriceList: list }));
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL_PRICING = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    delete process.env.AWS_ENDPOINT_URL_PRICING;
    server.close();
  });

  it("are AWS's words for what its list has, and left out where it has nothing or refuses", async () => {
    const charged = (charge: Charge, region: string): Made => ({
      ...{ account: "reader", what: charge, charged: charge, region },
    });
    const made: Made[] = [
      charged("cluster", "eu-central-1"),
      { ...charged("nodes", "eu-central-1"), instanceTypes: ["m7g.large", "c7g.large"] },
      charged("key", "us-east-1"),
      charged("secret", "us-east-1"),
      charged("secret", "us-east-1"),
      { account: "reader", region: "us-east-1", what: "namespace" },
    ];
    const prices = await pricesOf(made, access);
    deepStrictEqual([...prices], [["cluster eu-central-1 ", "1 USD per cluster and hour"]]);
    deepStrictEqual(
      asked.map(({ region, service, type }) => [service, region, type]),
      [
        ["AmazonEKS", "eu-central-1", undefined],
        ["AmazonEC2", "eu-central-1", "m7g.large"],
        ["AmazonEC2", "eu-central-1", "c7g.large"],
        ["awskms", "us-east-1", undefined],
        ["AWSSecretsManager", "us-east-1", undefined],
      ],
    );
    for (const { target } of asked) strictEqual(target, "AWSPriceListService.GetProducts");
  });
});
