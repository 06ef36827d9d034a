import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress } from './public-address.ts';

const PRIVATE_V4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
];
const PUBLIC_V4 = ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0']
  .concat(['126.255.255.255', '128.0.0.0', '169.253.255.255', '172.15.255.255', '172.32.0.0'])
  .concat(['192.0.1.1', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255']);
const PRIVATE_V6 = [
  '::',
  '::1',
  '::127.0.0.1',
  '::7f00:1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '100::1',
  '64:ff9b:1::a00:1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
];
const PUBLIC_V6 = [
  '2001:4860:4860::8888',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
  '2001:200::1',
  '3ffe::1',
];

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
/** Every way to write an IPv4 address inside an IPv6 one that says the same as the address itself. */
function embeddings(v4: string): string[] {
  const bytes = v4.split('.').map(Number) as [number, number, number, number];
  const [a, b, c, d] = bytes;
  const tail = `${hex(a)}${hex(b)}:${hex(c)}${hex(d)}`;
  return [
    `::ffff:${v4}`,
    `::ffff:${tail}`,
    `::FFFF:${tail.toUpperCase()}`,
    `0:0:0:0:0:ffff:${tail}`,
    `0000:0000:0000:0000:0000:ffff:${v4}`,
    `64:ff9b::${v4}`,
    `64:ff9b::${tail}`,
    `0064:ff9b:0:0:0:0:${tail}`,
  ];
}

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'));

/** The list once more, by arithmetic instead of by BlockList. */
function isPublicByArithmetic(address: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100 && b >= 64 && b <= 127) return false;
  if (a === 168 && b === 63 && c === 129 && d === 16) return false;
  if (a === 169 && b === 254) return false;
  if (a === 172 && b >= 16 && b <= 31) return false;
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return false;
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return false;
  return !(a === 203 && b === 0 && c === 113);
}

describe('public addresses', () => {
  it('refuses each address that is not of the public internet, however it is written', () => {
    const taken = [...PRIVATE_V4, ...PRIVATE_V6, ...PRIVATE_V4.flatMap(embeddings)].filter(isPublicAddress);
    expect(taken).toEqual([]);
  });

  it('takes the neighbours of those ranges, however they are written', () => {
    const all = [...PUBLIC_V4, ...PUBLIC_V6, ...PUBLIC_V4.flatMap(embeddings)];
    expect(all.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it.each([
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '1.1.1.1/8',
    ' 1.1.1.1',
    '[::1]',
  ])('refuses %s, which is no plain address', (text) => expect(isPublicAddress(text)).toBe(false));

  it('judges every IPv4 address as its ranges say, and alike however it is written', () => {
    fc.assert(
      fc.property(v4, (address) => {
        const expected = isPublicByArithmetic(address);
        expect(isPublicAddress(address)).toBe(expected);
        expect(embeddings(address).filter((form) => isPublicAddress(form) !== expected)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes no IPv6 address outside 2000::/3 but those that carry a public IPv4 one', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (!isPublicAddress(address)) return;
        const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
        expect(canonical).toMatch(/^(2|3)[0-9a-f]{3}:|^::ffff:|^64:ff9b::/);
        expect(canonical).not.toMatch(/^(2002:|2001:db8:|2001::|3fff:0)/);
      }),
      { numRuns: 2_000 },
    );
  });
});
