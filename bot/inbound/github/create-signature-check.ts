import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

/**
 * A check of `X-Hub-Signature-256` over the raw bytes. With several secrets any of them will do, so that one
 * can be exchanged without losing a delivery. Throws when there is no secret: an open door is no door.
 */
export function createSignatureCheck(
  secrets: readonly string[],
): (signature: string | undefined, body: Buffer) => boolean {
  if (secrets.length === 0 || secrets.some((secret) => secret === "")) {
    throw new Error(
      "checking GitHub's signatures: the webhook secret is empty. Set one in the App's settings",
    );
  }
  const keys = secrets.map((secret) => createSecretKey(secret, "utf8"));

  return (signature, body) => {
    const claimed = readSignature(signature);
    if (claimed === undefined) return false;
    return keys.some((key) =>
      timingSafeEqual(createHmac("sha256", key).update(body).digest(), claimed),
    );
  };
}

/** 32 bytes, or undefined when the header is none or has another form. */
function readSignature(header: string | undefined): Buffer | undefined {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  return hex === undefined ? undefined : Buffer.from(hex, "hex");
}
