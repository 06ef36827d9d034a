/** A bucket and how to reach it. Without credentials or a region the library's own chain is asked. */
export interface S3Settings {
  bucket: string;
  /** Before every key, without slashes at its ends. */
  prefix: string;
  region: string | null;
  /** Origin of a store that is not Amazon's. */
  endpoint: string | null;
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
}

/**
 * Settings from `s3://[key:secret@]bucket[/prefix][?region=…&endpoint=…]`; the endpoint is a URL of its own, escaped.
 * Null for anything else.
 */
export function readS3Url(text: string): S3Settings | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const endpoint = url.searchParams.get('endpoint');
  if (url.protocol !== 's3:' || url.host === '') return null;
  if (endpoint !== null && !/^https?:\/\//.test(endpoint)) return null;
  const accessKeyId = decodeURIComponent(url.username);
  return {
    bucket: url.host,
    prefix: url.pathname.replaceAll(/^\/+|\/+$/g, ''),
    region: url.searchParams.get('region'),
    endpoint,
    credentials: accessKeyId ? { accessKeyId, secretAccessKey: decodeURIComponent(url.password) } : null,
  };
}
