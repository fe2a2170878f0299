import { A, B, startSandbox, type TestSandbox } from "../../sandbox/support";
import { inventoryText } from "../../sdk/grant/support";
import { type Ended, filesIn, type RunOptions, run } from "../support";

export const INVENTORY = inventoryText({
  accounts: `
  a: { id: "${A}", region: us-east-1 }
  b: { id: "${B}", region: us-east-1 }`,
  readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign] }
  api:
    cluster: shop
    namespace: web
    serviceAccount: api
    reads: [{ secret: parts, jmesPath: [{ path: db.password, as: password }] }, { parameter: /flags }]`,
  secrets: `
  own: { account: a }
  foreign: { account: b, key: pods }
  missing: { account: b }
  parts: { account: a }`,
});

/** The verb `put` with a sandbox that has the inventory's secrets without `missing`. A suite's hooks start and stop it. */
export class PutProject {
  sandbox!: TestSandbox;

  constructor() {
    before(async () => {
      this.sandbox = await startSandbox();
      const create = (account: string, Name: string) =>
        this.sandbox.clients(account).secretsManager.createSecret({ Name });
      await Promise.all([create(A, "own"), create(A, "parts"), create(B, "foreign")]);
    });

    after(() => this.sandbox.stop());
  }

  put = async (
    account: string,
    args: string[],
    options: RunOptions = {},
    inventory = INVENTORY,
  ): Promise<Ended> => {
    const directory = filesIn({ "zone.yaml": inventory });
    const { accessKeyId, secretAccessKey } = this.sandbox.administrator(account);
    const env = {
      AWS_ENDPOINT_URL: this.sandbox.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: "eu-west-3", // the inventory's region decides
    };
    return run(["put", ...args, "--inventory", `${directory}/zone.yaml`], { env, ...options });
  };

  current = (account: string, SecretId: string) =>
    this.sandbox.clients(account).secretsManager.getSecretValue({ SecretId });
}
