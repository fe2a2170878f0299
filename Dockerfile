# The command, with the Pulumi CLI and the AWS CLI that it calls. Build `npm run packages` first.
#   docker build -t eks-pod-secrets .
#   docker run --rm -v "$PWD:/landing-zone" -v "$HOME/.aws:/home/node/.aws:ro" eks-pod-secrets check
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}-bookworm-slim
ARG PULUMI_VERSION=3.248.0
ARG TARGETARCH=amd64
RUN apt-get update \
 && apt-get install -y --no-install-recommends awscli ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* \
 && case "$TARGETARCH" in amd64) arch=x64 ;; *) arch="$TARGETARCH" ;; esac \
 && curl -fsSL "https://get.pulumi.com/releases/sdk/pulumi-v${PULUMI_VERSION}-linux-${arch}.tar.gz" | tar -xz --strip-components=1 -C /usr/local/bin pulumi/pulumi pulumi/pulumi-language-nodejs
COPY bin/packages/eks-pod-secrets-cli-*.tgz /tmp/
RUN npm install --global --omit=dev /tmp/*.tgz && rm /tmp/*.tgz
USER node
WORKDIR /landing-zone
ENTRYPOINT ["eks-pod-secrets"]
