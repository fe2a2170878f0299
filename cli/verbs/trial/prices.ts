import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

import type { AccountAccess } from "../../aws/account-access";
import { type Charge, type Made, type Priced, type Prices, pricedOf, priceKey } from "./trial-plan";

/** Where AWS's price list stands, and in which region it is signed for. */
const PRICE_LIST = { url: "https://api.pricing.us-east-1.amazonaws.com", region: "us-east-1" };

/** Which products of the price list a charge is about. */
interface Product {
  service: string;
  attributes?: Record<string, string>;
  /** Of the usage type, which begins with a code of the region. */
  usage: RegExp;
}

const PRODUCTS: Record<Charge, Product> = {
  cluster: { service: "AmazonEKS", usage: /AmazonEKS-Hours:perCluster$/ },
  nodes: {
    service: "AmazonEC2",
    attributes: {
      ...{ operatingSystem: "Linux", tenancy: "Shared" },
      ...{ preInstalledSw: "NA", capacitystatus: "Used" },
    },
    usage: /BoxUsage:/,
  },
  key: { service: "awskms", usage: /KMS-Keys$/ },
  secret: { service: "AWSSecretsManager", usage: /AWSSecretsManager-Secrets?$/ },
};

/** The prices of what is made, in the words of AWS's price list. What cannot be found out there is left out. */
export async function pricesOf(made: readonly Made[], access: AccountAccess): Promise<Prices> {
  const wanted = new Map(made.flatMap(pricedOf).map((one) => [priceKey(one), one]));
  const prices = new Map<string, string>();
  for (const [key, one] of wanted) {
    const price = await priceOf(one, access).catch(() => undefined);
    if (price !== undefined) prices.set(key, price);
  }
  return prices;
}

async function priceOf(
  { charge, instanceType, region: regionCode }: Priced,
  access: AccountAccess,
): Promise<string | undefined> {
  const { attributes, service, usage } = PRODUCTS[charge];
  const wanted = { regionCode, ...attributes, ...(instanceType && { instanceType }) };
  const Filters = Object.entries(wanted).map(([Field, Value]) => ({
    ...{ Type: "TERM_MATCH", Field, Value },
  }));
  const { PriceList = [] } = await ask({ ServiceCode: service, Filters, MaxResults: 100 }, access);
  const products = PriceList.map((one) => (typeof one === "string" ? JSON.parse(one) : one));
  const found = (products as PricedProduct[]).find(({ product }) =>
    usage.test(product.attributes.usagetype ?? ""),
  );
  const [term] = Object.values(found?.terms.OnDemand ?? {});
  const [dimension] = Object.values(term?.priceDimensions ?? {});
  return dimension?.description;
}

interface PricedProduct {
  product: { attributes: Record<string, string> };
  terms: {
    OnDemand?: Record<string, { priceDimensions: Record<string, { description: string }> }>;
  };
}

async function ask(input: object, access: AccountAccess): Promise<{ PriceList?: unknown[] }> {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_PRICING } = process.env;
  const url = new URL(AWS_ENDPOINT_URL_PRICING || AWS_ENDPOINT_URL || PRICE_LIST.url);
  const { credentials, sha256 } = new STSClient(access).config;
  const { region } = PRICE_LIST;
  const signer = new SignatureV4({ service: "pricing", region, credentials, sha256 });
  const body = JSON.stringify({ ...input, FormatVersion: "aws_v1" });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: "/",
    query: {},
    headers: {
      host: url.host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSPriceListService.GetProducts",
    },
    body,
  });
  const signal = AbortSignal.timeout(access.requestHandler.requestTimeout);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as { PriceList?: unknown[] };
}
