import { deepStrictEqual } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { pricesIn } from "../../../../cli/verbs/trial/prices";

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
  const asked: { target?: string; service: string; region?: string }[] = [];
  const server = createServer(async (request, response) => {
    const { Filters, ServiceCode } = JSON.parse(await text(request));
    const region = Filters.find((one: { Field: string }) => one.Field === "regionCode")?.Value;
    asked.push({ target: `${request.headers["x-amz-target"]}`, service: ServiceCode, region });
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
    deepStrictEqual(await pricesIn("eu-central-1", access), {
      cluster: "1 USD per cluster and hour",
    });
    deepStrictEqual(
      asked.map(({ service }) => service),
      ["AmazonEKS", "AmazonEC2", "awskms", "AWSSecretsManager"],
    );
    for (const { region, target } of asked) {
      deepStrictEqual([target, region], ["AWSPriceListService.GetProducts", "eu-central-1"]);
    }
  });
});
