/** Bytes -> text: byte-order mark, then strict UTF-8, then what the page declares, then a guess. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { analyse } from 'chardet';
import { ReadError } from './types.js';

/** One article longer than this is a data file by mistake. Bytes. */
export const LARGEST_ARTICLE = 64 * 1024 * 1024;
/** What a guess is made from, and where NUL bytes are looked for. Bytes. */
const SAMPLE = 64 * 1024;
/** Encodings that a guess may name, single-byte ones of European languages among them; anything else is Windows-1252. */
const GUESSED: ReadonlySet<string> = new Set([
  'UTF-16LE', 'UTF-16BE', 'Shift_JIS', 'EUC-JP', 'EUC-KR', 'Big5', 'GB18030', 'windows-1250', 'windows-1251',
  'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'KOI8-R', 'ISO-8859-2', 'ISO-8859-5',
  'ISO-8859-6', 'ISO-8859-7', 'ISO-8859-8', 'ISO-8859-9',
]); // biome-ignore format: a table
/** A single-byte guess below this is worth less than the plain assumption of Windows-1252. */
const SURE = 50;

/**
 * Text of an article's bytes, without byte-order mark. `declared`: the encoding that the content names (HTML).
 * Throws ReadError: `empty`, `binary`, `too-large`.
 */
export function decode(bytes: Uint8Array, declared: string | null = null): string {
  if (bytes.length === 0) throw new ReadError('empty', 'The file is empty.');
  if (bytes.length > LARGEST_ARTICLE) throw tooLarge(bytes.length);
  const encoding = markedEncoding(bytes) ?? wideEncoding(bytes);
  if (encoding !== null) return decodeAll(bytes, encoding);
  if (isBinary(bytes)) {
    throw new ReadError(
      'binary',
      'The file holds binary data, not text. Save it as text, HTML, JSONL or CSV.',
    );
  }
  return strictUtf8(bytes) ?? decodeAll(bytes, fallbackEncoding(bytes, declared));
}

function decodeAll(bytes: Uint8Array, encoding: string): string {
  const read = decoderOf(encoding);
  return read(bytes) + read();
}

/** What Windows-1252 has where Latin-1 has control characters, 0x80 to 0x9f. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes piece by piece; called without bytes at the end. Node decodes Windows-1252 as Latin-1, so that is done here. */
export function decoderOf(encoding: string): (bytes?: Uint8Array) => string {
  if (encoding.toLowerCase() !== 'windows-1252') {
    const decoder = new TextDecoder(encoding);
    return (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
  }
  return (bytes) =>
    bytes
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
          .toString('latin1')
          .replace(/[\u0080-\u009f]/gu, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!)
      : '';
}

export function tooLarge(bytes: number): ReadError {
  const mb = (n: number) => (n / 1024 / 1024).toFixed(0);
  return new ReadError(
    'too-large',
    `The article has ${mb(bytes)} MB; the limit is ${mb(LARGEST_ARTICLE)} MB. If the file holds many articles, save it as JSONL or CSV, one a row.`,
  );
}

/** The encoding that a byte-order mark names. */
export function markedEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: Latin letters leave every other byte zero. */
function wideEncoding(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1]!++;
  const half = sample.length / 2;
  if (zeros[1]! > half * 0.7 && zeros[0]! < half * 0.1) return 'utf-16le';
  if (zeros[0]! > half * 0.7 && zeros[1]! < half * 0.1) return 'utf-16be';
  return null;
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, SAMPLE).includes(0) || /^(?:%PDF-|\x89PNG|\xff\xd8\xff|GIF8)/u.test(head(bytes));
}

const head = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 8));

/** Text when the bytes are UTF-8 without a flaw, else null. Valid UTF-8 beyond ASCII is hardly ever anything else. */
export function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** For bytes that are not UTF-8: what is declared, else a sure guess, else Windows-1252. */
export function fallbackEncoding(bytes: Uint8Array, declared: string | null = null): string {
  if (declared !== null && !/^utf-?(?:8|16)/iu.test(declared)) {
    try {
      return new TextDecoder(declared).encoding;
    } catch {
      // A label that nobody knows says nothing.
    }
  }
  const [guess] = analyse(bytes.subarray(0, SAMPLE));
  return guess && guess.confidence >= SURE && GUESSED.has(guess.name) ? guess.name : 'windows-1252';
}

/** Encoding of a file that is too large to hold: a pass over its bytes, up to the first flaw. */
export async function encodingOf(path: string): Promise<string> {
  const file = await open(path);
  const sample = Buffer.alloc(SAMPLE);
  const { bytesRead } = await file.read(sample, 0, SAMPLE, 0).finally(() => file.close());
  const start = sample.subarray(0, bytesRead);
  const known = markedEncoding(start) ?? wideEncoding(start.subarray(0, start.length & ~1));
  if (known !== null) return known;
  if (isBinary(start)) throw new ReadError('binary', 'The file holds binary data, not text.');
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) strict.decode(chunk as Uint8Array, { stream: true });
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return fallbackEncoding(start);
    throw error;
  }
}
